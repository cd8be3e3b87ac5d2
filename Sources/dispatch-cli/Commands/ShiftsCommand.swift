import ArgumentParser
import Foundation

struct ShiftsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shifts", abstract: "Who works when: look at it, take over a file.",
        discussion: """
              dispatch-cli shifts                          the coming week
              dispatch-cli shifts import dienstplan.csv --dry-run   what the file would change
              dispatch-cli shifts import dienstplan.csv
            """,
        subcommands: [ShiftsListCommand.self, ShiftsImportCommand.self], defaultSubcommand: ShiftsListCommand.self)
}

struct ShiftsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The shifts of several days (what 'shifts' alone does).")

    @Option(help: "How many days, 1 to 62.")
    var days = 7
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/shifts", query: ["day": day.resolved(), "days": "\(days)"], as: List<Shift>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        var table = Table([.left("DAY"), .left("RIDER"), .text("NAME"), .left("HUB"), .left("SHIFT"), .text("SKILLS")])
        for shift in answer.value.items {
            table.append([
                Table.Cell(shift.day), Table.Cell(shift.riderKey, .bold), Table.Cell(shift.riderName), Table.Cell(shift.hub),
                Table.Cell(Format.span(shift.start, shift.end)), Table.Cell(shift.skills.joined(separator: ", ")),
            ])
        }
        table.write(to: .standardOutput)
    }
}

struct ShiftsImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take over the shifts of a CSV file, all of it or nothing.",
        discussion: """
            The first line names the columns, the separator is found:

              date;rider;hub;from;to;skills
              2026-11-24;mira;nord;09:00;15:30;
              24.11.2026;jonas;west;14:00;20:00;heavy,trailer
              2026-11-25;mira;;;;

            The file says all of a rider's shifts on each day that it names for them; what it does not name stays. Without times the rider is \
            off. Hub and skills may be empty: as the rider. The law is checked: ten hours of work a day, eleven hours of rest between two days.
            Every line that cannot be taken is listed with how to mend it, and then nothing changes. The same file twice changes nothing.
            """)

    @Argument(help: "The file; - for standard input.", completion: .file(extensions: ["csv"]))
    var file: String
    @Flag(help: "Only show what would change.")
    var dryRun = false
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let data = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data else { throw Failure.badInput("'\(file)' cannot be read.") }
        let client = try connection.client()
        func send(dryRun: Bool) async throws -> ShiftImport {
            try await client.upload(data, to: "/api/v1/dispatch/shifts/import", query: ["dryRun": dryRun ? "true" : nil])
        }
        var report = try await send(dryRun: true)
        if report.problems.isEmpty, !dryRun {
            if !report.changes.isEmpty { try confirmation.ask("Change \(report.changes.count) shifts?") }
            report = try await send(dryRun: false)
        }
        let output = Output.standardOutput
        if connection.json { try output.json(report) } else { report.write(to: output) }
        guard report.problems.isEmpty else {
            let count = report.problems.count
            throw Failure.badInput("Nothing was changed: \(count) \(count == 1 ? "thing is" : "things are") wrong in the file.")
        }
    }
}

extension ShiftImport {
    fileprivate func write(to output: Output) {
        if !problems.isEmpty { return problems.write(to: output) }
        var table = Table([
            .left(applied ? "DONE" : "WOULD BE"), .left("DAY"), .left("RIDER"), .text("NAME"), .left("SHIFT"), .text("BEFORE"),
        ])
        for change in changes {
            let style: Style = change.kind == "added" ? .good : change.kind == "removed" ? .bad : .accent
            table.append([
                Table.Cell(change.kind, style), Table.Cell(change.day), Table.Cell(change.riderKey, .bold),
                Table.Cell(change.riderName),
                Table.Cell(Format.span(change.start, change.end)),
                Table.Cell(change.endBefore.map { Format.span(change.start, $0) } ?? ""),
            ])
        }
        if !changes.isEmpty || !output.isTerminal { table.write(to: output) }
        guard output.isTerminal else { return }
        output.line("\(lines) lines read: \(changes.count) shifts other than before, \(unchanged) as they were.")
        if !applied { output.line("Nothing has changed yet.") }
    }
}
