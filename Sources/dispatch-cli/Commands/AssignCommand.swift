import ArgumentParser
import Foundation

struct AssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Put a rider on a tour, or riders on all open tours.",
        discussion: """
              dispatch-cli assign 3 mira           rider by key, name or id
              dispatch-cli assign 3 --clear        take the rider off again
              dispatch-cli assign --auto           all open tours, with the reason for each choice
              dispatch-cli assign --auto --dry-run only show it
            """)

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
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if auto, tour != nil || clear { throw ValidationError("--auto takes no tour.") }
        if !auto, tour == nil { throw ValidationError("Name a tour and a rider, or use --auto.") }
        if !auto, dryRun { throw ValidationError("--dry-run goes with --auto.") }
        if !auto, clear == (rider != nil) { throw ValidationError("Name a rider, or use --clear.") }
    }

    func run() async throws {
        let client = try connection.client()
        if auto {
            try await assignAll(client)
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

    private func assignOne(_ client: APIClient, _ tour: String) async throws {
        let path = "/api/v1/dispatch/tours/\(try pathSegment(tour, "a tour"))/assignment"
        let day = try day.resolved()
        let answer: APIClient.Answer<Tour>
        if let rider {
            let riders: List<Rider> = try await client.get("/api/v1/dispatch/riders", query: ["day": day]).value
            let chosen = try Self.find(rider, among: riders.items)
            answer = try await client.call("PUT", path, query: ["day": day], body: RiderChoice(riderID: chosen.id))
        } else {
            answer = try await client.call("DELETE", path, query: ["day": day])
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
