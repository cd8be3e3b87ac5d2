import ArgumentParser
import Foundation

struct ManifestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest", abstract: "Parcels of other carriers that are brought with the city's own.",
        discussion: """
              dispatch-cli manifest import pakete.csv --hub nord --carrier Paketdienst --dry-run   what would be taken
              dispatch-cli manifest import pakete.csv --hub nord --carrier Paketdienst             take it; then plan
              dispatch-cli manifest show 1                         its parcels, in the order of loading
              dispatch-cli manifest labels 1 --out labels.html     a label for each parcel, to print
              dispatch-cli manifest withdraw 1                     take it back
            The columns are in docs/manifests.md. The same list twice changes nothing; a mended one adds what is new.
            """,
        subcommands: [
            ManifestListCommand.self, ManifestImportCommand.self, ManifestShowCommand.self, ManifestLabelsCommand.self,
            ManifestWithdrawCommand.self,
        ], defaultSubcommand: ManifestListCommand.self)

    static let path = "/api/v1/dispatch/manifests"
}

/// A manifest of the day by its number in the list.
struct ManifestOption: ParsableArguments {
    @Argument(help: "Its number in the list.") var number: Int
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    fileprivate func path(_ client: APIClient) async throws -> String {
        let list: List<Manifest> = try await client.get(ManifestCommand.path, query: ["day": day.resolved()]).value
        guard list.items.indices.contains(number - 1) else {
            throw Failure.badInput("There is no manifest \(number) on that day; dispatch-cli manifest lists them.")
        }
        return "\(ManifestCommand.path)/\(list.items[number - 1].id.uuidString.lowercased())"
    }
}

struct ManifestListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The day's manifests, the newest first.")
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            ManifestCommand.path, query: ["day": day.resolved()], as: List<Manifest>.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        var table = Table([
            .right("#"), .text("CARRIER"), .left("HUB"), .left("DAY"), .left("TAKEN"), .right("PARCELS"), .right("PLANNED"),
            .right("DELIVERED"), .left("STATE"),
        ])
        for (index, entry) in answer.value.items.enumerated() {
            table.append([
                Table.Cell("\(index + 1)", .bold), Table.Cell(entry.carrier), Table.Cell(entry.hub), Table.Cell(entry.day),
                Table.Cell(Format.time(entry.importedAt)), Table.Cell("\(entry.parcels)"), Table.Cell("\(entry.planned)"),
                Table.Cell("\(entry.delivered)"),
                entry.withdrawnAt.map { Table.Cell("taken back \(Format.time($0))", .dim) } ?? Table.Cell("holds"),
            ])
        }
        table.write(to: output)
        if table.rows.isEmpty, output.isTerminal { output.line("No other carrier has sent anything for that day.") }
    }
}

struct ManifestImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take a carrier's list of parcels as CSV.",
        discussion: "Good lines are taken, the others are listed with what is wrong; exit code 1 says that there were some.")

    @Argument(help: "The file.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "Key of the hub where the parcels are.") var hub: String
    @Option(help: "Whose parcels they are.") var carrier: String
    @Option(help: "When they are sorted and can be loaded, 09:30; when the hub opens, if not given.") var ready: String?
    @Flag(help: "Only say what would be taken.") var dryRun = false
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else { throw Failure.badInput("'\(file)' cannot be read.") }
        let report: ManifestReport = try await connection.client().upload(
            bytes, to: ManifestCommand.path,
            query: [
                "carrier": carrier, "hub": hub, "ready": ready, "day": try day.resolved(), "preview": dryRun ? "true" : nil,
            ])
        let output = Output.standardOutput
        if connection.json {
            try output.json(report)
        } else {
            let verb = dryRun ? "would be taken" : "taken"
            output.line(
                "\(report.accepted) parcels \(verb) (\(Format.kilograms(report.weightGrams))), \(report.known) known already, "
                    + "\(report.refused.count) lines refused.")
            if !report.refused.isEmpty { report.refused.write(to: output) }
            if report.manifest != nil { output.line("Now: dispatch-cli plan") }
        }
        if !report.refused.isEmpty { throw ExitCode(1) }
    }
}

struct ManifestShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A manifest's parcels as they are sorted: by tour and trip, what is brought last first.")
    @OptionGroup var manifest: ManifestOption

    func run() async throws {
        let client = try manifest.connection.client()
        let answer = try await client.get(try await manifest.path(client), as: ManifestWithParcels.self)
        let output = Output.standardOutput
        if manifest.connection.json { return output.json(answer.json) }
        var table = Table([
            .right("TOUR"), .right("TRIP"), .right("DOOR"), .left("WHAT"), .left("SHIPMENT"), .left("TRACKING"), .text("TO"),
            .right("KG"),
            .left("WINDOW"), .left("ETA"), .left("STATE"),
        ])
        for parcel in answer.value.items {
            table.append([
                Table.Cell(parcel.tour.map { "\($0)" } ?? "–", .bold), Table.Cell(parcel.trip.map { "\($0)" } ?? ""),
                Table.Cell(parcel.door.map { "\($0)" } ?? ""), Table.Cell(parcel.isCollection ? "fetch" : "bring"),
                Table.Cell(parcel.number), Table.Cell(parcel.tracking),
                Table.Cell("\(parcel.recipient), \(parcel.destination.street) \(parcel.destination.houseNumber)"),
                Table.Cell(Format.kilograms(parcel.weightGrams)), Table.Cell(Format.span(parcel.windowStart, parcel.windowEnd)),
                Table.Cell(parcel.eta.map(Format.time) ?? ""), Table.Cell(parcel.state, Style(state: parcel.state)),
            ])
        }
        table.write(to: output)
    }
}

struct ManifestLabelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels", abstract: "A label for each parcel of a manifest, as a page to print (A6, one a page).")
    @OptionGroup var manifest: ManifestOption
    @Option(help: "Where to write it; without it to standard output.") var out: String?

    func run() async throws {
        let client = try manifest.connection.client()
        let found = try await client.get(try await manifest.path(client), as: ManifestWithParcels.self).value
        try writeResult(ParcelLabels(carrier: found.manifest.carrier, parcels: found.items).html(), to: out)
        if let out { Output.standardError.line("\(found.items.map(\.parcels).reduce(0, +)) labels in \(out)") }
    }
}

struct ManifestWithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take a manifest back; what is on a bike or delivered stays.")
    @OptionGroup var manifest: ManifestOption

    private struct Withdrawal: Codable, Sendable { var withdrawn: Int }

    func run() async throws {
        let client = try manifest.connection.client()
        let answer = try await client.call("DELETE", try await manifest.path(client), as: Withdrawal.self)
        if manifest.connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("\(answer.value.withdrawn) parcels are not brought any more. Now: dispatch-cli replan")
    }
}
