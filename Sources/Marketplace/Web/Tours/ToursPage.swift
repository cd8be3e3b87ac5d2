import Catalog
import Database
import Delivery
import Foundation
import Routing

/// A day's tours as a page shows them.
struct ToursPage: Sendable {
    struct TourPart: Sendable {
        let number: Int
        let title: String
        let facts: String
        let stops: [StopRow]
    }

    struct StopRow: Sendable {
        let position: Int
        let kind: String
        let place: String
        let shipment: String
        let arrival: String
        let window: String
        let load: String
    }

    struct Unserved: Sendable {
        let shipmentNumber: String
        let why: String
    }

    let dayName: String
    let day: String
    let dayBefore: String
    let dayAfter: String
    let hasPlan: Bool
    let summary: String
    let map: TourMap?
    let tours: [TourPart]
    let hasUnserved: Bool
    let unserved: [Unserved]

    /// Where the travel times came from, as a sentence.
    let travel: String
    /// Whether the script that makes the map one to move about in can be had.
    let isInteractive: Bool

    init(
        day: CalendarDay, plan: Plan?, tours: [Tour], hubs: [MicroHub], lines: [TourID: TourLineString] = [:],
        picture: MapPicture? = nil, isInteractive: Bool = false
    ) {
        dayName = GermanFormat.longDay(day)
        self.day = day.description
        dayBefore = day.adding(days: -1).description
        dayAfter = day.adding(days: 1).description
        hasPlan = plan != nil
        summary = plan.map(Self.summary) ?? ""
        map = plan == nil ? nil : TourMap(tours: tours, hubs: hubs, lines: lines, picture: picture)
        travel = plan.map(Self.travel) ?? ""
        self.isInteractive = isInteractive && picture != nil
        self.tours = tours.map(TourPart.init)
        unserved =
            plan?.unserved.map { unserved in
                // One sentence a constraint, however many bikes it kept away.
                var sentences: [String] = []
                for sentence in unserved.reasons.map(\.constraint.germanSentence) where !sentences.contains(sentence) {
                    sentences.append(sentence)
                }
                if sentences.isEmpty { sentences = ["Fand in keiner Tour dieses Plans mehr Platz."] }
                return Unserved(shipmentNumber: unserved.number.description, why: sentences.joined(separator: " "))
            } ?? []
        hasUnserved = !unserved.isEmpty
    }

    private static func travel(_ plan: Plan) -> String {
        let source =
            switch plan.travelSource {
            case .streets: "Fahrzeiten durch die Straßen der Stadt."
            case .greatCircle: "Fahrzeiten aus Luftlinien: Es ist kein Straßennetz geladen."
            case .osrm: "Fahrzeiten von OSRM."
            case .valhalla: "Fahrzeiten von Valhalla."
            }
        guard !plan.farFromStreets.isEmpty else { return source }
        let named = plan.farFromStreets.prefix(5).joined(separator: ", ")
        let more = plan.farFromStreets.count > 5 ? " und \(plan.farFromStreets.count - 5) weitere" : ""
        return "\(source) Ohne Straße in der Nähe und deshalb als Luftlinie gerechnet: \(named)\(more)."
    }

    private static func summary(_ plan: Plan) -> String {
        let parts = [
            "\(plan.served) \(plan.served == 1 ? "Sendung" : "Sendungen")",
            "\(plan.tours) \(plan.tours == 1 ? "Tour" : "Touren")",
            "\(GermanFormat.tenths(plan.metres, of: 1000)) km", "\(GermanFormat.tenths(plan.workingSeconds, of: 3600)) Stunden",
            "\(GermanFormat.tenths(plan.grams.rawValue, of: 1000)) kg",
            "\(GermanFormat.tenths(plan.co2SavedGrams, of: 1000)) kg CO₂ gespart",
        ]
        return "Plan \(plan.version): " + parts.joined(separator: ", ") + "."
    }
}

extension ToursPage.TourPart {
    fileprivate init(_ tour: Tour) {
        number = tour.number
        title = "Tour \(tour.number) · \(tour.bike.name) · \(tour.rider?.name ?? "noch ohne Fahrerin")"
        facts = [
            "\(GermanFormat.time(tour.start))–\(GermanFormat.time(tour.end)) Uhr", tour.hub.name,
            "\(tour.trips) \(tour.trips == 1 ? "Fahrt" : "Fahrten")",
            "\(tour.shipments) \(tour.shipments == 1 ? "Sendung" : "Sendungen")",
            "\(GermanFormat.tenths(tour.metres, of: 1000)) km", "\(GermanFormat.tenths(tour.grams.rawValue, of: 1000)) kg",
        ].joined(separator: " · ")
        stops = (tour.stopList ?? []).map(ToursPage.StopRow.init)
    }
}

extension ToursPage.StopRow {
    fileprivate init(_ stop: TourStop) {
        position = stop.position
        kind = stop.word
        place = stop.name
        shipment = stop.shipmentNumber?.description ?? ""
        arrival = GermanFormat.time(stop.arrival)
        if let start = stop.windowStart, let end = stop.windowEnd {
            window = "\(GermanFormat.time(start))–\(GermanFormat.time(end))"
        } else {
            window = ""
        }
        load = "\(GermanFormat.tenths(stop.loadGrams.rawValue, of: 1000)) kg"
    }
}
