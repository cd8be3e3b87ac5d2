import ArgumentParser
import Foundation

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "The day at a glance.", aliases: ["day"])

    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/status", query: ["day": day.resolved()], as: DayStatus.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        let status = answer.value
        var table = Table([.left("DAY \(status.day)"), .left("")])
        let shipments = status.shipments
        table.append([
            "shipments",
            Table.Cell(
                "\(shipments.total): \(shipments.waiting) waiting, \(shipments.planned) planned, \(shipments.underway) under way, "
                    + "\(shipments.delivered) delivered, \(shipments.failed) failed"),
        ])
        if status.undecided > 0 {
            table.append(["to be decided", Table.Cell("\(status.undecided) not handed over: dispatch-cli failed", .bad)])
        }
        if let plan = status.plan {
            table.append(["plan", Table.Cell("version \(plan.version), made \(Format.dayAndTime(plan.createdAt))", .good)])
        } else {
            table.append(["plan", Table.Cell("none yet: dispatch-cli plan", shipments.total == 0 ? .dim : .warning)])
        }
        table.append(["unserved", Table.Cell("\(status.unserved)", status.unserved == 0 ? .good : .bad)])
        let open = status.tours - status.assignedTours
        table.append([
            "tours", Table.Cell("\(status.tours), \(status.assignedTours) with a rider", open == 0 ? .good : .warning),
        ])
        table.append(["fleet", Table.Cell("\(status.bikes) bikes at \(status.hubs) hubs, \(status.riders) riders on shift")])
        table.append(["travel times", Self.travel(status)])
        table.write(to: output)
    }

    private static func travel(_ status: DayStatus) -> Table.Cell {
        let isStraight = status.travelSource == "great-circle"
        var words = [status.travelSource]
        if status.travelSource == "streets", let network = status.network {
            words[0] += " of \(network.source), \(network.kilometres) km"
        }
        if isStraight { words.append("no street network is loaded: make streets") }
        if status.closures > 0 {
            let counted = "\(status.closures) \(status.closures == 1 ? "closure" : "closures")"
            // Straight lines and OSRM ride through what is closed.
            words.append(isStraight || status.travelSource == "osrm" ? "\(counted) not kept to" : counted)
        }
        return Table.Cell(words.joined(separator: ", "), isStraight ? .warning : .good)
    }
}
