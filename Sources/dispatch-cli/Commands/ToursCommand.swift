import ArgumentParser
import Foundation

struct ToursCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tours", abstract: "The tours of the day's current plan.")

    @OptionGroup var day: DayOption
    @Flag(help: "Only tours without a rider.")
    var open = false
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/tours", query: ["day": day.resolved()], as: List<Tour>.self)
        let tours = open ? answer.value.items.filter { $0.rider == nil } : answer.value.items
        let output = Output.standardOutput
        if connection.json { return open ? try output.json(List(items: tours)) : output.json(answer.json) }
        var table = Table([
            .right("TOUR"), .left("STATE"), .text("RIDER"), .text("BIKE"), .text("HUB"), .left("FROM–TO"), .right("TRIPS"),
            .right("STOPS"),
            .right("DROPS"), .right("KM"), .right("KG"),
        ])
        for tour in tours {
            table.append([
                Table.Cell("\(tour.number)", .bold), Table.Cell(tour.state, Style(state: tour.state)),
                tour.rider.map { Table.Cell($0.name) } ?? Table.Cell("–", .warning), Table.Cell(tour.bike.name),
                Table.Cell(tour.hub.name), Table.Cell(Format.span(tour.start, tour.end)), Table.Cell("\(tour.trips)"),
                Table.Cell("\(tour.stops)"), Table.Cell("\(tour.shipments)"), Table.Cell(Format.kilometres(tour.metres)),
                Table.Cell(Format.kilograms(tour.grams)),
            ])
        }
        table.write(to: output)
        if tours.isEmpty, output.isTerminal {
            output.line(open ? "Every tour has a rider." : "No tours yet: dispatch-cli plan")
        }
    }
}

struct TourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour", abstract: "One tour: look at it, change it by hand.",
        subcommands: [
            TourShowCommand.self, TourMoveCommand.self, TourRemoveCommand.self, TourSwapCommand.self, TourSplitCommand.self,
            TourLockCommand.self,
        ], defaultSubcommand: TourShowCommand.self)
}

struct TourShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The stops of a tour, in order, with times, load and battery.")

    @Argument(help: "The tour's number (or its id).")
    var tour: String
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/tours/\(try pathSegment(tour, "a tour"))", query: ["day": day.resolved()], as: Tour.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        let tour = answer.value
        let rider = tour.rider?.name ?? "no rider yet"
        let title =
            "Tour \(tour.number) · \(tour.bike.name) (\(tour.bike.type)) · \(rider) · \(Format.span(tour.start, tour.end)) · "
            + "\(Format.kilometres(tour.metres))"
        if output.isTerminal { output.line(Style.bold.apply(title, colours: output.hasColours)) }
        var table = Table([
            .right("#"), .right("TRIP"), .left("WHAT"), .text("WHERE"), .left("SHIPMENT"), .left("ARRIVAL"), .left("LEAVE"),
            .left("EXPECTED"), .left("WINDOW"),
            .right("LOAD"), .right("WH"), .left("STATE"),
        ])
        for stop in tour.stopList ?? [] {
            table.append([
                Table.Cell("\(stop.position)", .dim), Table.Cell("\(stop.trip)"), Table.Cell(stop.kind, .accent),
                Table.Cell(stop.name),
                Table.Cell(stop.shipmentNumber ?? ""), Table.Cell(Format.time(stop.arrival), .bold),
                Table.Cell(Format.time(stop.departure)),
                Table.Cell(Format.time(stop.forecast), stop.lateSeconds > 0 ? .bad : .plain),
                Table.Cell(Format.span(stop.windowStart, stop.windowEnd)),
                Table.Cell(Format.kilograms(stop.loadGrams)),
                Table.Cell(stop.batteryWattHours.map { "\(Int($0.rounded()))" } ?? ""),
                Table.Cell(stop.state, Style(state: stop.state)),
            ])
        }
        table.write(to: output)
    }
}

/// A word of the command line as one segment of a path.
func pathSegment(_ word: String, _ what: String) throws -> String {
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(charactersIn: "/?#")
    guard !word.isEmpty, let segment = word.addingPercentEncoding(withAllowedCharacters: allowed) else {
        throw Failure.badInput("'\(word)' does not name \(what).")
    }
    return segment
}
