import Accounts
public import Database
import Foundation

extension Delivery {
    /// Reasons are kept up to this many characters.
    static let longestReason = 500

    /// A day's decisions about riders, the newest first.
    /// - Parameter rider: only those that put this rider on a tour or took them off one.
    public func decisions(on day: CalendarDay, about rider: RiderID? = nil) async throws -> [AssignmentDecision] {
        let filter: SQL =
            if let rider { "AND (decision.rider_id = \(rider) OR decision.previous_rider_id = \(rider))" } else { "" }
        return try await database.query(
            "delivery.decisions",
            """
            SELECT decision.id, decision.day, tour_number, rider.name, previous.name, made_by, overrides, reasons,
                reasons_german, decided_at
            FROM delivery.assignment_decision AS decision
            LEFT JOIN delivery.rider ON rider.id = decision.rider_id
            LEFT JOIN delivery.rider AS previous ON previous.id = decision.previous_rider_id
            WHERE decision.day = \(day) \(filter) ORDER BY decided_at DESC, decision.id DESC
            """
        ).decode(
            DecisionID.self, CalendarDay.self, Int.self, String?.self, String?.self, AssignmentDecision.Maker.self, Bool.self,
            [String].self, [String].self, Date.self
        ).map {
            AssignmentDecision(
                id: $0.0, day: $0.1, tour: $0.2, rider: $0.3, previousRider: $0.4, madeBy: $0.5, overrides: $0.6, reasons: $0.7,
                reasonsInGerman: $0.8, decidedAt: $0.9)
        }
    }

    /// Writes down who rides a tour from now on, and why.
    ///
    /// - Parameter rider: `nil`: nobody.
    /// - Throws: ``AssignmentProblem/reasonNeeded(tour:rider:)`` when the service had chosen and a person changes it without a reason.
    func decide(
        _ tourID: TourID, rider: RiderID?, _ maker: AssignmentDecision.Maker, reasons: [String], inGerman german: [String]? = nil,
        by account: AccountID?,
        in transaction: Transaction
    ) async throws {
        let (previous, name, number, wasAutomatic) = try await transaction.one(
            "delivery.decisionBefore",
            """
            SELECT assignment.rider_id, rider.name, tour.number, coalesce((
                SELECT decision.made_by = 'automatic' AND decision.rider_id = assignment.rider_id
                FROM delivery.assignment_decision AS decision
                WHERE decision.day = plan.day AND decision.bike_id = tour.bike_id AND decision.span_start = tour.span_start
                ORDER BY decided_at DESC, decision.id DESC LIMIT 1), false)
            FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id
            LEFT JOIN delivery.assignment ON assignment.tour_id = tour.id
            LEFT JOIN delivery.rider ON rider.id = assignment.rider_id WHERE tour.id = \(tourID)
            """
        ).decode(RiderID?.self, String?.self, Int.self, Bool.self)
        guard previous != rider else { return }
        let overrides = maker == .hand && wasAutomatic
        let reasons = reasons.map { String($0.trimmingCharacters(in: .whitespacesAndNewlines).prefix(Self.longestReason)) }
            .filter { !$0.isEmpty }
        if overrides, reasons.isEmpty { throw AssignmentProblem.reasonNeeded(tour: number, rider: name ?? "") }
        try await transaction.execute(
            "delivery.insertDecision",
            """
            INSERT INTO delivery.assignment_decision (id, day, bike_id, span_start, tour_number, rider_id, previous_rider_id, made_by,
                overrides, reasons, reasons_german, decided_at, decided_by)
            SELECT \(DecisionID.new()), plan.day, tour.bike_id, tour.span_start, tour.number, \(rider), \(previous), \(maker), \(overrides),
                \(reasons), \(german ?? reasons), \(now()), \(account)
            FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id WHERE tour.id = \(tourID)
            """)
    }
}
