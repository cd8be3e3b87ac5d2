import ArgumentParser
import Foundation

private func send(_ order: EditOrder, _ connection: ConnectionOptions) async throws {
    let client = try connection.client()
    let answer: APIClient.Answer<Plan> = try await client.call("POST", "/api/v1/dispatch/tour-edits", body: order)
    let output = Output.standardOutput
    if connection.json { return output.json(answer.json) }
    let plan = answer.value
    let comparison: PlanComparison = try await client.get(
        "/api/v1/dispatch/plan-comparison", query: ["day": plan.day, "after": "\(plan.version)"]
    ).value
    output.line("Done: version \(plan.version), checked. Take it back with: dispatch-cli plan restore \(plan.version - 1)")
    comparison.write(to: output)
}

struct TourMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Put a shipment into a tour, at its best place there.")
    @Argument(help: "The shipment's number.") var shipment: String
    @Argument(help: "The tour's number.") var tour: Int
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await send(
            EditOrder(day: try day.resolved(), kind: "move", shipment: try ShipmentName.number(shipment), tour: tour), connection)
    }
}

struct TourRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a shipment out of its tour; the next plan finds a place for it.")
    @Argument(help: "The shipment's number.") var shipment: String
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await send(
            EditOrder(day: try day.resolved(), kind: "remove", shipment: try ShipmentName.number(shipment)), connection)
    }
}

struct TourSwapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap", abstract: "Let two tours that have not begun change bikes.")
    @Argument(help: "A tour's number.") var first: Int
    @Argument(help: "Another one's.") var second: Int
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await send(EditOrder(day: try day.resolved(), kind: "swap", tour: first, otherTour: second), connection)
    }
}

struct TourSplitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Give what a tour does from a time on to a bike that is free.")
    @Argument(help: "The tour's number.") var tour: Int
    @Option(help: "From when on, 16:30.") var from: String
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try connection.client()
        let found: Tour = try await client.get("/api/v1/dispatch/tours/\(tour)", query: ["day": day.resolved()]).value
        let moment = try ClockTime.moment(from, day: found.day)
        try await send(EditOrder(day: found.day, kind: "split", tour: tour, from: moment), connection)
    }
}

struct TourLockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock", abstract: "Keep a tour as it is in all later plans (stops may still be put behind its last).")
    @Argument(help: "The tour's number.") var tour: Int
    @Flag(help: "Let plans touch it again.") var off = false
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer: APIClient.Answer<Tour> = try await connection.client().call(
            off ? "DELETE" : "PUT", "/api/v1/dispatch/tours/\(tour)/lock", query: ["day": day.resolved()])
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("Tour \(tour) is \(answer.value.isLocked ? "locked" : "free for plans again").")
    }
}
