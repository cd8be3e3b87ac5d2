import ArgumentParser
import Foundation

struct RidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "riders", abstract: "The riders: shifts and tours, who had how much of the work, who is sick.",
        discussion: """
              dispatch-cli riders                  the riders with the day's shifts and tours
              dispatch-cli riders fairness         what each carried, rode, waited and worked late
              dispatch-cli riders sick mira        does not ride today; take it back with: dispatch-cli disrupt undo
            """,
        subcommands: [RidersListCommand.self, RidersFairnessCommand.self, RidersSickCommand.self],
        defaultSubcommand: RidersListCommand.self)
}

struct RidersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The riders with the day's shifts and tours (what 'riders' alone does).")

    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/riders", query: ["day": day.resolved()], as: List<Rider>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        var table = Table([.left("RIDER"), .text("NAME"), .left("HUB"), .left("SHIFT"), .text("SKILLS"), .right("TOURS")])
        for rider in answer.value.items {
            let shifts = rider.shifts.map { Format.span($0.start, $0.end) }.joined(separator: ", ")
            table.append([
                Table.Cell(rider.key, .bold), Table.Cell(rider.name), Table.Cell(rider.hub),
                shifts.isEmpty ? Table.Cell("off", .dim) : Table.Cell(shifts), Table.Cell(rider.skills.joined(separator: ", ")),
                Table.Cell(rider.tours.map(String.init).joined(separator: ", ")),
            ])
        }
        table.write(to: .standardOutput)
    }
}

struct RidersFairnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness", abstract: "What each rider carried, rode, climbed, waited and worked late, beside the team.",
        discussion: """
            Percentages are against the team, for each hour of work (late days: for each day of work). A stop counts for whoever reported it, \
            else for whoever has the tour. 'assign --auto' gives heavy, long, hilly and late tours first to those who had less of them. Uphill \
            counts where the streets were imported with heights; in straight lines there are none.
            """)

    @Option(help: "How many days up to the day, 1 to 366.")
    var days = 28
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/fairness", query: ["day": day.resolved(), "days": "\(days)"], as: FairnessLedger.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        let ledger = answer.value
        var table = Table([
            .left("RIDER"), .text("NAME"), .right("DAYS"), .right("WORK"), .right("KG·KM"), .right("±"), .right("KM"),
            .right("±"), .right("UPHILL"), .right("±"), .right("STOPS"), .right("WAITING"), .right("±"), .right("LATE"),
            .right("±"),
        ])
        func cells(_ key: String, _ name: String, _ work: FairnessLedger.Workload, _ burden: FairnessLedger.Burden?) -> [Table
            .Cell]
        {
            [
                Table.Cell(key, .bold), Table.Cell(name), Table.Cell("\(work.days)"), Table.Cell(Format.hours(work.workSeconds)),
                Table.Cell("\(Int(work.kilogramKilometres.rounded()))"), Self.excess(burden?.load),
                Table.Cell(Format.kilometres(work.metres)), Self.excess(burden?.distance),
                Table.Cell("\(work.climbedMetres) m"), Self.excess(burden?.climb), Table.Cell("\(work.stops)"),
                Table.Cell(Format.hours(work.waitingSeconds)), Self.excess(burden?.waiting), Table.Cell("\(work.lateDays)"),
                Self.excess(burden?.late),
            ]
        }
        for entry in ledger.entries { table.append(cells(entry.key, entry.name, entry.workload, entry.burden)) }
        table.append(cells("", "together", ledger.team, nil))
        table.write(to: output)
        if output.isTerminal { output.line("\(ledger.from) to \(ledger.to)") }
    }

    private static func excess(_ value: Double?) -> Table.Cell {
        guard let value else { return "" }
        let percent = Int((value * 100).rounded())
        let text = percent == 0 ? "0 %" : "\(percent > 0 ? "+" : "−")\(abs(percent)) %"
        return Table.Cell(text, percent > 20 ? .warning : .plain)
    }
}

struct RidersSickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sick", abstract: "A rider does not ride on the day: the same as 'disrupt rider'.",
        discussion: "Why somebody is ill is nobody's business here: there is no place for it.")

    @Argument(help: "The rider: key, name or id.")
    var rider: String
    @Option(help: "From when on, 14:00; now when it is not given.")
    var from: String?
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try connection.client()
        let day = try day.resolved()
        let riders: List<Rider> = try await client.get("/api/v1/dispatch/riders", query: ["day": day]).value
        let chosen = try AssignSetCommand.find(rider, among: riders.items)
        let draft = DisruptionDraft(
            kind: "rider-out", subject: chosen.key, from: try from.map { try ClockTime.moment($0, day: day) })
        try confirmation.ask("\(chosen.name) does not ride\(from.map { " from \($0) on" } ?? ""): is that so?")
        let answer: APIClient.Answer<Disruption> = try await client.call(
            "POST", "/api/v1/dispatch/disruptions", query: ["day": day], body: draft)
        if connection.json { return Output.standardOutput.json(answer.json) }
        let tours = chosen.tours.map(String.init).joined(separator: ", ")
        Output.standardOutput.line(
            "Noted: \(chosen.name) does not ride on \(answer.value.day)\(from.map { " from \($0) on" } ?? "")."
                + (tours.isEmpty ? "" : " Theirs: tour \(tours).") + " Now: dispatch-cli replan, then dispatch-cli assign --auto")
    }
}
