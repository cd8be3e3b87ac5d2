import ArgumentParser
import Foundation

struct AssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Put riders on tours: by hand, automatically, exchanged; and say why.",
        discussion: """
              dispatch-cli assign 3 mira           rider by key, name or id, in place of whoever had it
              dispatch-cli assign 3 mira --reason "knows the yard"   needed where the service had chosen another one
              dispatch-cli assign 3 --clear        take the rider off again
              dispatch-cli assign --clear --all    take all riders off
              dispatch-cli assign --auto           all open tours, with the reason for each choice
              dispatch-cli assign --auto --dry-run only show it
              dispatch-cli assign swap 3 5         two tours exchange their riders
              dispatch-cli assign reasons          every choice of the day, by whom and why
            """,
        subcommands: [AssignSetCommand.self, AssignSwapCommand.self, AssignReasonsCommand.self],
        defaultSubcommand: AssignSetCommand.self)
}

struct AssignSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Put a rider on a tour, or riders on all open tours (what 'assign' alone does).")

    @Argument(help: "The tour's number.")
    var tour: String?
    @Argument(help: "The rider: key, name or id.")
    var rider: String?
    @Flag(help: "Assign all open tours.")
    var auto = false
    @Flag(help: "Take the rider off the tour.")
    var clear = false
    @Flag(help: "With --auto: show the choice, change nothing.")
    var dryRun = false
    @Option(help: "Why, for the riders concerned; it is kept.")
    var reason: String?
    @Flag(help: "With --clear: all tours of the day.")
    var all = false
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if all {
            guard clear, !auto, tour == nil, rider == nil else {
                throw ValidationError("--all goes with --clear, without a tour.")
            }
            return
        }
        if auto, tour != nil || clear { throw ValidationError("--auto takes no tour.") }
        if !auto, tour == nil { throw ValidationError("Name a tour and a rider, or use --auto.") }
        if !auto, dryRun { throw ValidationError("--dry-run goes with --auto.") }
        if !auto, clear == (rider != nil) { throw ValidationError("Name a rider, or use --clear.") }
    }

    func run() async throws {
        let client = try connection.client()
        if auto {
            try await assignAll(client)
        } else if all {
            try await clearAll(client)
        } else if let tour {
            try await assignOne(client, tour)
        }
    }

    private func assignAll(_ client: APIClient) async throws {
        let answer = try await client.call(
            "POST", "/api/v1/dispatch/assignments/auto", body: AutoAssignmentOrder(day: try day.resolved(), dryRun: dryRun),
            as: AutoAssignment.self)
        let output = Output.standardOutput
        if connection.json {
            output.json(answer.json)
        } else {
            var table = Table([.right("TOUR"), .text("RIDER"), .text(dryRun ? "WHY (nothing changed yet)" : "WHY")])
            for choice in answer.value.assigned {
                table.append([
                    Table.Cell("\(choice.tour)", .bold), Table.Cell(choice.riderName, .good),
                    Table.Cell(choice.reasons.joined(separator: "; ")),
                ])
            }
            for left in answer.value.unassigned {
                table.append([Table.Cell("\(left.tour)", .bold), Table.Cell("–", .bad), Table.Cell(left.reason)])
            }
            table.write(to: output)
            if table.rows.isEmpty, output.isTerminal { output.line("No tour is open.") }
        }
        if !answer.value.unassigned.isEmpty {
            throw Failure.notDone("\(answer.value.unassigned.count) of the tours found no rider.")
        }
    }

    private func clearAll(_ client: APIClient) async throws {
        let day = try day.resolved()
        let tours: List<Tour> = try await client.get("/api/v1/dispatch/tours", query: ["day": day]).value
        let assigned = tours.items.filter { $0.rider != nil }
        guard !assigned.isEmpty else { return Output.standardOutput.line("No tour has a rider.") }
        try confirmation.ask("Take the riders off \(assigned.count) tours?")
        var freed: [Tour] = []
        for tour in assigned {
            freed.append(
                try await client.call(
                    "DELETE", "/api/v1/dispatch/tours/\(tour.id.uuidString.lowercased())/assignment",
                    query: ["reason": reason ?? "all tours cleared by the dispatcher"]
                ).value)
        }
        if connection.json { return try Output.standardOutput.json(List(items: freed)) }
        Output.standardOutput.line("\(freed.count) tours have no rider now.")
    }

    private func assignOne(_ client: APIClient, _ tour: String) async throws {
        let path = "/api/v1/dispatch/tours/\(try pathSegment(tour, "a tour"))/assignment"
        let day = try day.resolved()
        let answer: APIClient.Answer<Tour>
        if let rider {
            let riders: List<Rider> = try await client.get("/api/v1/dispatch/riders", query: ["day": day]).value
            let chosen = try Self.find(rider, among: riders.items)
            answer = try await client.call(
                "PUT", path, query: ["day": day], body: RiderChoice(riderID: chosen.id, reason: reason))
        } else {
            answer = try await client.call("DELETE", path, query: ["day": day, "reason": reason])
        }
        if connection.json { return Output.standardOutput.json(answer.json) }
        let result = answer.value
        Output.standardOutput.line(
            result.rider.map { "Tour \(result.number) (\(Format.span(result.start, result.end))) is \($0.name)'s." }
                ?? "Tour \(result.number) has no rider now.")
    }

    /// The one rider that a key, an id or (a part of) a name means.
    static func find(_ word: String, among riders: [Rider]) throws -> Rider {
        if let exact = riders.first(where: { $0.key == word || $0.id.uuidString.caseInsensitiveCompare(word) == .orderedSame }) {
            return exact
        }
        let named = riders.filter { $0.name.range(of: word, options: [.caseInsensitive, .diacriticInsensitive]) != nil }
        if named.count == 1 { return named[0] }
        if named.isEmpty { throw Failure.badInput("No rider is called '\(word)'; dispatch-cli riders lists them.") }
        throw Failure.badInput("'\(word)' could be \(named.map(\.name).joined(separator: " or ")); give the key.")
    }
}

struct AssignSwapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap", abstract: "Let two tours exchange their riders; law and skills are checked for both.")
    @Argument(help: "A tour's number.") var first: Int
    @Argument(help: "Another one's.") var second: Int
    @Option(help: "Why, for the riders concerned; it is kept.") var reason: String?
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer: APIClient.Answer<List<Tour>> = try await connection.client().call(
            "POST", "/api/v1/dispatch/assignments/swap",
            body: RiderSwap(day: try day.resolved(), tour: first, otherTour: second, reason: reason))
        if connection.json { return Output.standardOutput.json(answer.json) }
        for tour in answer.value.items {
            Output.standardOutput.line(
                "Tour \(tour.number) (\(Format.span(tour.start, tour.end))) \(tour.rider.map { "is \($0.name)'s" } ?? "has no rider") now."
            )
        }
    }
}

struct AssignReasonsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reasons", abstract: "The day's choices of riders, the newest last: by whom, and why.",
        discussion: "Riders see those that concern them (directive (EU) 2024/2831 on platform work, articles 10 and 11).")
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/assignments/decisions", query: ["day": day.resolved()], as: List<AssignmentDecision>.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        var table = Table([.left("AT"), .right("TOUR"), .text("RIDER"), .text("BEFORE"), .left("BY"), .text("WHY")])
        for decision in answer.value.items.reversed() {
            table.append([
                Table.Cell(Format.time(decision.decidedAt)), Table.Cell("\(decision.tour)", .bold),
                decision.rider.map { Table.Cell($0, .good) } ?? Table.Cell("nobody", .warning),
                Table.Cell(decision.previousRider ?? ""),
                Table.Cell(decision.overrides ? "hand, over the service" : decision.madeBy),
                Table.Cell(decision.reasons.joined(separator: "; ")),
            ])
        }
        table.write(to: output)
        if table.rows.isEmpty, output.isTerminal { output.line("Nobody has been put on a tour yet.") }
    }
}
