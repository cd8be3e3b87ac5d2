import ArgumentParser
import Foundation

/// What every command that asks the service takes.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Address of the service.",
            discussion: "Default: SCHAUFENSTER_URL, then what login kept, then \(Connection.defaultURL)."))
    var url: String?

    @Option(help: "Token to use instead of the one login kept (better: SCHAUFENSTER_TOKEN).")
    var token: String?

    @Flag(help: "Print JSON.")
    var json = false

    func client() throws -> APIClient {
        APIClient(connection: try Connection.resolve(url: url, token: token))
    }
}

/// The service day a command is about.
struct DayOption: ParsableArguments {
    @Option(help: "Service day, 2026-11-21, today or tomorrow. Default: the next day that has shipments.")
    var day: String?

    /// The day as the API wants it; `nil` leaves the choice to the service.
    func resolved(now: Date = Date()) throws -> String? {
        try day.map { try Self.resolve($0, now: now) }
    }

    /// The delivery window of the day that begins at a time, `16:00`, as the API names it.
    func window(beginning time: String, by client: APIClient) async throws -> String {
        if let date = try resolved() { return "\(date)T\(time)" }
        struct Status: Codable, Sendable { var day: String }
        return "\(try await client.get("/api/v1/dispatch/status", as: Status.self).value.day)T\(time)"
    }

    /// The day that a word means.
    static func resolve(_ day: String, now: Date) throws -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Format.timeZone
        switch day.lowercased() {
        case "today", "heute": return text(now, calendar)
        case "tomorrow", "morgen":
            return text(calendar.date(byAdding: .day, value: 1, to: now) ?? now, calendar)
        default:
            let parts = day.split(separator: "-", omittingEmptySubsequences: false)
            if parts.count == 3, parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
                let number = Int(parts[2])
            {
                let components = DateComponents(year: year, month: month, day: number)
                if components.isValidDate(in: calendar) { return day }
            }
            throw Failure.badInput("'\(day)' is not a day; write 2026-11-21, today or tomorrow.")
        }
    }

    private static func text(_ date: Date, _ calendar: Calendar) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let month = parts.month ?? 1
        let day = parts.day ?? 1
        return "\(parts.year ?? 1970)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
