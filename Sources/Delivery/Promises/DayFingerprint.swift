import Database

/// What a day's live tours follow from, in one short text: while it stays the same, nothing of it has changed.
///
/// PostgreSQL gives each version of a row the number of the transaction that wrote it (`xmin`), so the sum over rows changes with every one of
/// them. No trigger and no counter that writers would have to wait for.
struct DayFingerprint: Hashable, Sendable {
    private let text: String

    /// One statement, in proportion to the day's shipments.
    static func read(_ day: CalendarDay, in queryable: any Queryable) async throws -> DayFingerprint {
        DayFingerprint(
            text: try await queryable.one(
                "delivery.dayFingerprint",
                """
                SELECT concat_ws('/',
                    (SELECT max(version) FROM delivery.plan WHERE day = \(day)),
                    (SELECT count(*) FROM delivery.event WHERE day = \(day)),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.shipment WHERE day = \(day)),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.shift WHERE day = \(day)),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.rider),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.bike),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.bike_type),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.hub),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.disruption WHERE day = \(day)),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.tour_lock WHERE day = \(day)),
                    (SELECT concat(count(*), '+', sum(xmin::text::bigint)) FROM delivery.closure))
                """
            ).decode(String.self))
    }
}
