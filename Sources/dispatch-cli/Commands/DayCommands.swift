import ArgumentParser
import Foundation

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "What happened on the day, the newest last: riders' reports, plans, disruptions.")
    @Option(help: "How many, 1 to 1000.")
    var limit = 50
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/log", query: ["day": day.resolved(), "limit": "\(limit)"], as: List<DayLogEntry>.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        var table = Table([.left("AT"), .left("KIND"), .left("WHAT"), .right("TOUR"), .text("WHO"), .text("DETAIL")])
        for entry in answer.value.items.reversed() {
            table.append([
                Table.Cell(Format.time(entry.at)), Table.Cell(entry.kind, entry.kind == "disruption" ? .warning : .dim),
                Table.Cell(entry.what, Style(state: entry.what)), Table.Cell(entry.tour.map(String.init) ?? ""),
                Table.Cell(entry.subject), Table.Cell(entry.detail),
            ])
        }
        table.write(to: output)
        if table.rows.isEmpty, output.isTerminal { output.line("Nothing has happened yet.") }
    }
}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "What the day brought and cost.",
        discussion: """
            Cost is what the plan's riding, working and bikes cost; a drop is a shipment that the plan brings. CO₂ is against a diesel van \
            on the same stops in the same order, from the tank alone (docs/decisions/delivery-co2.md).
            """)
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/report", query: ["day": day.resolved()], as: DayReport.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        let report = answer.value
        var table = Table([.left("REPORT \(report.day)"), .left("")])
        func row(_ title: String, _ value: String, _ style: Style = .plain) {
            table.append([Table.Cell(title), Table.Cell(value, style)])
        }
        row("drops planned", "\(report.planned)")
        row("delivered", "\(report.delivered)", .good)
        let undecided = report.undecided == 0 ? "" : ", \(report.undecided) to be decided (dispatch-cli failed)"
        row("failed", "\(report.failed)\(undecided)", report.failed == 0 ? .good : .bad)
        row("left out", "\(report.unserved)", report.unserved == 0 ? .good : .bad)
        if let share = report.punctuality {
            row(
                "on time",
                "\(Self.tenths(share * 100)) % (\(report.onTime)), up to 10 min late \(report.upToTenMinutesLate), later \(report.later)"
            )
        }
        row("tours", "\(report.tours)")
        row("distance", Format.kilometres(report.metres))
        row("working", Format.hours(report.workingSeconds))
        row("cost", Format.euros(report.costCents))
        if let cents = report.centsPerDrop { row("cost per drop", Format.euros(Int(cents.rounded())), .bold) }
        if let drops = report.dropsPerHour { row("drops per hour", Self.tenths(drops), .bold) }
        row("CO₂ saved", "\(Format.kilograms(report.co2SavedGrams)) against a van", .good)
        table.write(to: output)
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
