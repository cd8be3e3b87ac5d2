public import Accounts
public import Database
public import Foundation

/// A tour that plans do not touch: its bike, and when the bike's span begins.
public struct TourLock: Hashable, Codable, Sendable {
    public let bikeID: BikeID
    public let spanStart: Date

    init(bikeID: BikeID, spanStart: Date) {
        self.bikeID = bikeID
        self.spanStart = spanStart
    }

    init(_ span: BikeSpan) {
        self.init(bikeID: span.bike.id, spanStart: span.start)
    }
}

extension Delivery {
    /// Keeps a tour as it is in all later plans, or lets them touch it again. Stops may still be put behind its last one.
    /// - Throws: ``AssignmentProblem/noSuchTour``.
    public func lock(_ number: Int, on day: CalendarDay, _ isLocked: Bool, by account: AccountID? = nil) async throws {
        try await database.transaction("delivery.lockTour") { transaction in
            try await DayBasis.lock(day, in: transaction)
            guard
                let row = try await transaction.first(
                    "delivery.tourToLock",
                    """
                    SELECT tour.bike_id, tour.span_start FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id
                    WHERE \(Self.isCurrent(day: day)) AND tour.number = \(number)
                    """)
            else { throw AssignmentProblem.noSuchTour }
            let (bike, start) = try row.decode(BikeID.self, Date.self)
            if isLocked {
                try await transaction.execute(
                    "delivery.insertTourLock",
                    """
                    INSERT INTO delivery.tour_lock (day, bike_id, span_start, locked_at, locked_by)
                    VALUES (\(day), \(bike), \(start), \(now()), \(account)) ON CONFLICT DO NOTHING
                    """)
            } else {
                try await transaction.execute(
                    "delivery.deleteTourLock",
                    "DELETE FROM delivery.tour_lock WHERE day = \(day) AND bike_id = \(bike) AND span_start = \(start)")
            }
        }
    }

    func tourLocks(on day: CalendarDay, in queryable: any Queryable) async throws -> Set<TourLock> {
        Set(
            try await queryable.query(
                "delivery.tourLocks", "SELECT bike_id, span_start FROM delivery.tour_lock WHERE day = \(day)"
            ).decode(BikeID.self, Date.self).map { TourLock(bikeID: $0.0, spanStart: $0.1) })
    }
}
