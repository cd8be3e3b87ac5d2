import ArgumentParser
import Foundation

struct ExportCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case gpx, geojson, csv, html
    }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "The day's tours as a file: GPX, GeoJSON, CSV, or sheets to print.",
        discussion: """
              dispatch-cli export --format html --out touren.html    a sheet for each tour, with a QR code for each parcel
              dispatch-cli export --format gpx --tour 3              for a navigation device
            """)

    @Option(help: "gpx, geojson, csv or html.")
    var format: Format
    @Option(help: "Only this tour.")
    var tour: Int?
    @Option(help: "Where to write it; without it to standard output.")
    var out: String?
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer: List<Tour> = try await connection.client().get(
            "/api/v1/dispatch/tours", query: ["day": day.resolved(), "stops": "true"]
        ).value
        let tours = answer.items.filter { tour == nil || $0.number == tour }
        guard !tours.isEmpty else {
            throw Failure.notDone(tour.map { "There is no tour \($0)." } ?? "There are no tours yet: dispatch-cli plan")
        }
        var export = TourExport(tours: tours)
        if format == .html, let day = tours.first?.day {
            let shipments = try await connection.client().all(
                "/api/v1/dispatch/shipments", query: ["day": day], of: Shipment.self)
            export.parcels = Dictionary(shipments.map { ($0.number, $0.parcels) }, uniquingKeysWith: { first, _ in first })
        }
        let text =
            switch format {
            case .gpx: export.gpx()
            case .geojson: try export.geoJSON()
            case .csv: export.csv()
            case .html: export.html()
            }
        try writeResult(text, to: out)
        guard let out, out != "-" else { return }
        Output.standardError.line("\(tours.count) \(tours.count == 1 ? "tour" : "tours") written to \(out).")
    }
}
