import Catalog
public import Database
public import Foundation

/// One thing that happened on a day: what a rider reported, what a dispatcher entered, what was planned.
public struct DayLogEntry: Hashable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case event
        case plan
        case disruption
        case lifted
    }

    public let at: Date
    public let kind: Kind
    /// "delivered", "adjustment", "bike-out" …
    public let what: String
    /// The tour's number, where it is about one.
    public let tour: Int?
    /// The rider, bike, shop or shipment.
    public let subject: String
    public let detail: String
}

extension Delivery {
    /// What happened on a day, the newest first.
    /// - Parameter limit: 1…1000.
    public func log(of day: CalendarDay, limit: Int = 100) async throws -> [DayLogEntry] {
        try await database.query(
            "delivery.dayLog",
            """
            SELECT at, kind, what, tour, subject, detail FROM (
                SELECT event.received_at AS at, 'event' AS kind, event.kind AS what, tour.number AS tour,
                    concat_ws(' · ', rider.name, nullif(stop.name, ''), 'S-' || lpad(shipment.number::text, 6, '0')) AS subject,
                    concat_ws(' · ', nullif(event.note, ''), CASE event.code_check WHEN 'matches' THEN 'code matches'
                        WHEN 'differs' THEN 'wrong code' WHEN 'exhausted' THEN 'too many wrong codes' END) AS detail
                FROM delivery.event JOIN delivery.rider ON rider.id = event.rider_id
                JOIN delivery.tour_stop AS stop ON stop.id = event.stop_id
                JOIN delivery.tour ON tour.id = stop.tour_id
                LEFT JOIN delivery.shipment ON shipment.id = stop.shipment_id
                WHERE event.day = \(day)
                UNION ALL
                SELECT created_at, 'plan', made_by, NULL, 'version ' || version, coalesce(note, '')
                FROM delivery.plan WHERE day = \(day)
                UNION ALL
                SELECT disruption.created_at, 'disruption', disruption.kind, NULL,
                    coalesce(disruption.place, bike.name, rider.name, 'S-' || lpad(shipment.number::text, 6, '0'), disruption.shop_id::text), reason
                FROM delivery.disruption LEFT JOIN delivery.bike ON bike.id = disruption.bike_id
                LEFT JOIN delivery.rider ON rider.id = disruption.rider_id
                LEFT JOIN delivery.shipment ON shipment.id = disruption.shipment_id WHERE disruption.day = \(day)
                UNION ALL
                SELECT lifted_at, 'lifted', disruption.kind, NULL, coalesce(disruption.place, bike.name, rider.name, ''), reason
                FROM delivery.disruption LEFT JOIN delivery.bike ON bike.id = disruption.bike_id
                LEFT JOIN delivery.rider ON rider.id = disruption.rider_id WHERE disruption.day = \(day) AND lifted_at IS NOT NULL
            ) AS entry ORDER BY at DESC, kind, subject LIMIT \(min(max(limit, 1), 1000))
            """
        ).decode(Date.self, DayLogEntry.Kind.self, String.self, Int?.self, String.self, String.self).map {
            DayLogEntry(at: $0.0, kind: $0.1, what: $0.2, tour: $0.3, subject: $0.4, detail: $0.5)
        }
    }
}
