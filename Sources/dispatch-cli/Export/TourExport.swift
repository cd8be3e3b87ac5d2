import Foundation

/// Tours with their stops in the formats of others. Pure.
struct TourExport {
    var tours: [Tour]
    /// How many pieces a shipment has, by its number; one where it is not known.
    var parcels: [String: Int] = [:]

    /// GPX 1.1: a route for each tour, a point for each stop (https://www.topografix.com/GPX/1/1/).
    func gpx() -> String {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Schaufenster" xmlns="http://www.topografix.com/GPX/1/1">

            """
        for tour in tours {
            text += "<rte><name>\(HTMLExport.escaped(title(of: tour)))</name><number>\(tour.number)</number>\n"
            for stop in tour.stopList ?? [] {
                text +=
                    "<rtept lat=\"\(stop.latitude)\" lon=\"\(stop.longitude)\"><time>\(Self.iso(stop.arrival))</time>"
                    + "<name>\(HTMLExport.escaped(label(of: stop)))</name><type>\(stop.kind)</type></rtept>\n"
            }
            text += "</rte>\n"
        }
        return text + "</gpx>\n"
    }

    private struct Collection: Encodable {
        var type = "FeatureCollection"
        var features: [Feature]
    }

    private struct Feature: Encodable {
        var type = "Feature"
        var geometry: Geometry
        var properties: [String: String]
    }

    private enum Geometry: Encodable {
        case point([Double])
        case line([[Double]])

        private enum Key: String, CodingKey { case type, coordinates }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            switch self {
            case .point(let place):
                try container.encode("Point", forKey: .type)
                try container.encode(place, forKey: .coordinates)
            case .line(let places):
                try container.encode("LineString", forKey: .type)
                try container.encode(places, forKey: .coordinates)
            }
        }
    }

    /// RFC 7946: a line for each tour through its stops, a point for each stop.
    func geoJSON() throws -> String {
        var features: [Feature] = []
        for tour in tours {
            let stops = tour.stopList ?? []
            features.append(
                Feature(
                    geometry: .line(stops.map { [$0.longitude, $0.latitude] }),
                    properties: [
                        "tour": "\(tour.number)", "bike": tour.bike.name, "hub": tour.hub.name, "rider": tour.rider?.name ?? "",
                    ]))
            features += stops.map { stop in
                Feature(
                    geometry: .point([stop.longitude, stop.latitude]),
                    properties: [
                        "tour": "\(tour.number)", "position": "\(stop.position)", "kind": stop.kind, "name": stop.name,
                        "shipment": stop.shipmentNumber ?? "", "arrival": Self.iso(stop.arrival), "state": stop.state,
                    ])
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Collection(features: features)), as: UTF8.self) + "\n"
    }

    /// RFC 4180: a line for each stop.
    func csv() -> String {
        var lines = [
            "tour,bike,hub,rider,position,trip,kind,name,shipment,arrival,service_start,departure,expected,window_start,window_end,"
                + "load_grams,lat,lon,state"
        ]
        for tour in tours {
            for stop in tour.stopList ?? [] {
                let fields: [String] = [
                    "\(tour.number)", tour.bike.key, tour.hub.key, tour.rider?.name ?? "", "\(stop.position)", "\(stop.trip)",
                    stop.kind, stop.name, stop.shipmentNumber ?? "", Self.iso(stop.arrival), Self.iso(stop.serviceStart),
                    Self.iso(stop.departure), Self.iso(stop.forecast), stop.windowStart.map(Self.iso) ?? "",
                    stop.windowEnd.map(Self.iso) ?? "", "\(stop.loadGrams)", "\(stop.latitude)", "\(stop.longitude)", stop.state,
                ]
                lines.append(fields.map(Self.quoted).joined(separator: ","))
            }
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    /// Sheets for riders, in German, one tour a page.
    func html() -> String {
        var text = """
            <!doctype html>
            <html lang="de"><head><meta charset="utf-8"><title>Touren \(HTMLExport.escaped(tours.first?.day ?? ""))</title>
            <style>
            body { font: 11pt sans-serif; margin: 1.5cm } section { break-after: page } h1 { font-size: 16pt }
            table { border-collapse: collapse; width: 100% } th, td { border-bottom: 1px solid #999; padding: 4pt; text-align: left }
            td.number { font-family: monospace; font-size: 13pt } td.box { width: 1.2cm; border: 1px solid #999 }
            svg.qr { width: 1.9cm; height: 1.9cm } figure { display: inline-block; margin: 0 3mm 0 0; text-align: center; font: 8pt monospace }
            tr { break-inside: avoid }
            </style></head><body>

            """
        for tour in tours {
            text += "<section><h1>\(HTMLExport.escaped(title(of: tour)))</h1>\n"
            text +=
                "<p>\(HTMLExport.escaped(tour.hub.name)), \(Format.span(tour.start, tour.end)) Uhr, \(Format.kilometres(tour.metres)), "
                + "\(tour.shipments) Sendungen, \(Format.kilograms(tour.grams))</p>\n"
            text += "<table><tr><th>Nr.<th>Ankunft<th>Was<th>Wo<th>Sendung<th>Pakete<th>Fenster<th>Erledigt</tr>\n"
            for stop in tour.stopList ?? [] {
                text +=
                    "<tr><td>\(stop.position)<td>\(Format.time(stop.forecast))<td>\(Self.german(stop))<td>\(HTMLExport.escaped(stop.name))"
                    + "<td class=\"number\">\(HTMLExport.escaped(stop.shipmentNumber ?? ""))<td>\(codes(of: stop))<td>\(Format.span(stop.windowStart, stop.windowEnd))"
                    + "<td class=\"box\"></tr>\n"
            }
            text += "</table></section>\n"
        }
        return text + "</body></html>\n"
    }

    /// A code to scan for each parcel of a stop, with what stands in it beneath: `S-000123`, or `S-000123/2` where there are several.
    private func codes(of stop: TourStop) -> String {
        guard let number = stop.shipmentNumber else { return "" }
        let count = max(1, parcels[number] ?? 1)
        let labels = count == 1 ? [number] : (1...count).map { "\(number)/\($0)" }
        return labels.compactMap { label in
            QRCode(Array(label.utf8)).map { "<figure>\($0.svg())<figcaption>\(HTMLExport.escaped(label))</figcaption></figure>" }
        }.joined()
    }

    private func title(of tour: Tour) -> String {
        "Tour \(tour.number) · \(tour.day) · \(tour.bike.name)\(tour.rider.map { " · \($0.name)" } ?? "")"
    }

    private func label(of stop: TourStop) -> String {
        [stop.shipmentNumber, stop.name.isEmpty ? nil : stop.name].compactMap { $0 }.joined(separator: " ")
    }

    private static func german(_ stop: TourStop) -> String {
        switch stop.kind {
        case "start": "Abfahrt"
        case "pickup": "Abholen"
        case "dropoff", "delivery": stop.isAtDoor ? "Zustellen" : "Abgeben"
        case "reload": "Nachladen"
        case "break": "Pause"
        case "end": "Rückkehr"
        default: stop.kind
        }
    }

    private static func iso(_ moment: Date) -> String { moment.formatted(.iso8601) }

    /// Quoted where needed; what a spreadsheet would take for a formula is kept from being one.
    private static func quoted(_ field: String) -> String {
        let isNumber = Double(field) != nil
        let safe = !isNumber && field.first.map { "=+-@\t\r".contains($0) } == true ? "'" + field : field
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
