public import Accounts
public import Database
public import Foundation

extension Delivery {
    /// Takes down that a rider does not ride on a day, on the rider's own word: a disruption like those that dispatchers enter. What keeps the
    /// rider from riding is neither asked for nor kept. A second call on the same day changes nothing.
    ///
    /// - Parameter from: from when on; `nil`: from now on.
    /// - Throws: ``AssignmentProblem/noSuchRider``, ``DisruptionProblem``.
    @discardableResult
    public func callInSick(
        _ rider: RiderID, on day: CalendarDay, from: Date? = nil, by account: AccountID? = nil
    ) async throws -> Disruption {
        guard
            let row = try await database.first(
                "delivery.riderToCall", "SELECT key FROM delivery.rider WHERE id = \(rider) AND active")
        else { throw AssignmentProblem.noSuchRider }
        let key = try row.decode(String.self)
        let begin = from ?? now()
        let known = try await database.first(
            "delivery.earlierCall",
            """
            SELECT id FROM delivery.disruption WHERE day = \(day) AND rider_id = \(rider) AND lifted_at IS NULL AND starts_at <= \(begin)
            ORDER BY starts_at LIMIT 1
            """)
        if let id = try known?.decode(DisruptionID.self),
            let earlier = try await disruptions(on: day).first(where: { $0.id == id })
        {
            return earlier
        }
        return try await disrupt(
            DisruptionDraft(kind: .riderOut, subject: key, from: from, reason: "called in by the rider"), on: day, by: account)
    }

    /// From when on a rider does not ride on a day, by their own or a dispatcher's word; `nil`: the rider rides.
    public func sickCall(of rider: RiderID, on day: CalendarDay) async throws -> Date? {
        try await database.first(
            "delivery.sickCall",
            """
            SELECT starts_at FROM delivery.disruption WHERE day = \(day) AND rider_id = \(rider) AND lifted_at IS NULL
            ORDER BY starts_at LIMIT 1
            """
        )?.decode(Date.self)
    }
}
