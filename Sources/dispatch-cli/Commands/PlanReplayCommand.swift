import ArgumentParser
import Foundation

struct PlanReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Work a stored plan out again from its stored inputs, and check it again.",
        discussion: """
              dispatch-cli plan replay         the current plan
              dispatch-cli plan replay 2       version 2 of the day
              dispatch-cli plan replay --all   every version of the day
            Times, loads, costs and the checker's judgement are worked out anew for the tours that the search found, with the streets and \
            closures of then. Where travel times come from elsewhere now, it says so. Ends with 1 where something comes out otherwise.
            """)

    @Argument(help: "The version; the current one when it is not given.")
    var version: Int?
    @Flag(help: "Every version of the day.")
    var all = false
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard version == nil || !all else { throw ValidationError("Give a version or --all, not both.") }
    }

    func run() async throws {
        let client = try connection.client()
        let plans: List<Plan> = try await client.get("/api/v1/dispatch/plans", query: ["day": day.resolved()]).value
        let chosen = all ? plans.items.reversed() : plans.items.filter { $0.version == version ?? plans.items.first?.version }
        guard !chosen.isEmpty else {
            throw Failure.badInput(
                version.map { "There is no version \($0); dispatch-cli plans lists them." } ?? "The day has no plan yet.")
        }
        let output = Output.standardOutput
        var others: [Int] = []
        for plan in chosen {
            let answer = try await client.get(
                "/api/v1/dispatch/plans/\(plan.id.uuidString.lowercased())/replay", as: PlanReplay.self)
            if connection.json { output.json(answer.json) } else { answer.value.write(to: output) }
            if !answer.value.isExact { others.append(plan.version) }
        }
        guard others.isEmpty else {
            let names = others.map(String.init).joined(separator: ", ")
            throw Failure.notDone("Version \(names) \(others.count == 1 ? "comes" : "come") out other than stored.")
        }
    }
}

extension PlanReplay {
    /// Differences that are listed; --json has all.
    private static let mostLines = 20

    func write(to output: Output) {
        if travelThen != travelNow {
            output.line(
                Style.warning.apply(
                    "Travel times come from elsewhere than when version \(version) was made:", colours: output.hasColours))
            output.line("  then: \(travelThen)")
            output.line("  now:  \(travelNow)")
        }
        if isExact {
            output.line(
                Style.good.apply("Version \(version) comes out as it was stored", colours: output.hasColours)
                    + ": \(Format.euros(comparison.after.costCents)), \(Format.kilometres(comparison.after.metres)), "
                    + "\(comparison.after.tours) tours, \(comparison.after.served) served; the checker finds nothing wrong.")
            return
        }
        comparison.write(to: output)
        output.line()
        var table = Table([.left("TOUR"), .right("STOP"), .left("WHAT"), .left("STORED"), .left("NOW")])
        for difference in differences.prefix(Self.mostLines) {
            table.append([
                Table.Cell(difference.tour.map(String.init) ?? "plan", .bold),
                Table.Cell(difference.position.map(String.init) ?? ""), Table.Cell(difference.what, .accent),
                Table.Cell(difference.stored), Table.Cell(difference.replayed),
            ])
        }
        table.write(to: output)
        if differences.count > Self.mostLines {
            output.line("… and \(differences.count - Self.mostLines) more (--json has all).")
        }
        if violations.isEmpty { return output.line("The checker finds nothing wrong with it.") }
        output.line(
            Style.bad.apply("The checker refuses it for \(violations.count) reasons:", colours: output.hasColours))
        for violation in violations.prefix(5) { output.line("  \(violation)") }
    }
}
