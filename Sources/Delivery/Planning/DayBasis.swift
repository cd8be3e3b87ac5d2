import Database

/// What a day's problem was read from. When it is another at the end of the search, the day has moved on and the plan is not stored.
struct DayBasis: Hashable, Sendable {
    /// Of the newest plan; 0 when there is none.
    let version: Int
    /// How many events had been received.
    let events: Int

    /// Holds the day until `transaction` ends: plans and events of one day are written one after the other.
    static func lock(_ day: CalendarDay, in transaction: Transaction) async throws {
        try await transaction.execute(
            "delivery.lockDay", "SELECT pg_advisory_xact_lock(hashtext('delivery.day'), \(day.daysSince2000))")
    }

    static func read(_ day: CalendarDay, in queryable: any Queryable) async throws -> DayBasis {
        let (version, events) = try await queryable.one(
            "delivery.dayBasis",
            """
            SELECT (SELECT coalesce(max(version), 0) FROM delivery.plan WHERE day = \(day)),
                (SELECT count(*) FROM delivery.event WHERE day = \(day))
            """
        ).decode(Int.self, Int.self)
        return DayBasis(version: version, events: events)
    }
}
