public import Accounts
public import Database
import Foundation

extension Delivery {
    /// Gives a tour to a rider, in place of whoever had it.
    /// - Throws: ``AssignmentRefused`` with the rules it would break, ``AssignmentProblem``.
    @discardableResult
    public func assign(_ tourID: TourID, to riderID: RiderID, by account: AccountID? = nil) async throws -> Tour {
        try await database.transaction("delivery.assign") { transaction in
            let tour = try await lockedDuty(tourID, in: transaction)
            guard let rider = try await riders(on: tour.day, in: transaction).first(where: { $0.id == riderID }) else {
                throw AssignmentProblem.noSuchRider
            }
            let work = try await work(around: tour.day, in: transaction)[riderID] ?? []
            let conflicts = AssignmentRules.conflicts(tour, rider, others: work)
            guard conflicts.isEmpty else { throw AssignmentRefused(conflicts: conflicts) }
            try await write(tourID, riderID, by: account, in: transaction)
            return try await tours(where: "tour.id = \(tourID)", in: transaction)[0]
        }
    }

    /// Takes a tour from its rider.
    /// - Throws: ``AssignmentProblem``.
    @discardableResult
    public func unassign(_ tourID: TourID) async throws -> Tour {
        try await database.transaction("delivery.unassign") { transaction in
            _ = try await lockedDuty(tourID, in: transaction)
            try await transaction.execute(
                "delivery.deleteAssignment", "DELETE FROM delivery.assignment WHERE tour_id = \(tourID)")
            return try await tours(where: "tour.id = \(tourID)", in: transaction)[0]
        }
    }

    /// Finds riders for the tours of the day's current plan that have none, under the same rules.
    /// - Parameter dryRun: only says what it would do.
    @discardableResult
    public func autoAssign(day: CalendarDay, dryRun: Bool = false, by account: AccountID? = nil) async throws -> AutoAssignment {
        try await rollOutShifts(for: day)
        return try await database.transaction("delivery.autoAssign") { transaction in
            try await DayBasis.lock(day, in: transaction)
            let open = try await duties(
                where: "\(Self.isCurrent(day: day)) AND assignment.rider_id IS NULL", in: transaction
            ).map(\.duty)
            let choice = AutoAssignment(
                open: open, riders: try await riders(on: day, in: transaction), work: try await work(around: day, in: transaction)
            )
            if !dryRun {
                for entry in choice.assigned { try await write(entry.tourID, entry.riderID, by: account, in: transaction) }
            }
            return choice
        }
    }

    /// The tour, when it is of its day's current plan; no plan, event or assignment of the day is written meanwhile.
    private func lockedDuty(_ tourID: TourID, in transaction: Transaction) async throws -> TourDuty {
        guard let tour = try await duties(where: "tour.id = \(tourID)", in: transaction).first?.duty else {
            throw AssignmentProblem.noSuchTour
        }
        try await DayBasis.lock(tour.day, in: transaction)
        guard try await duties(where: "\(Self.isCurrent(day: tour.day)) AND tour.id = \(tourID)", in: transaction).first != nil
        else {
            throw AssignmentProblem.supersededTour
        }
        return tour
    }

    private func write(_ tour: TourID, _ rider: RiderID, by account: AccountID?, in transaction: Transaction) async throws {
        try await transaction.execute(
            "delivery.writeAssignment",
            """
            INSERT INTO delivery.assignment (tour_id, rider_id, assigned_at, assigned_by)
            VALUES (\(tour), \(rider), \(now()), \(account))
            ON CONFLICT (tour_id) DO UPDATE SET rider_id = excluded.rider_id, assigned_at = excluded.assigned_at,
                assigned_by = excluded.assigned_by
            """)
    }

    /// The tours that each rider has, on a day and the days beside it.
    private func work(around day: CalendarDay, in transaction: Transaction) async throws -> [RiderID: [TourDuty]] {
        let rows = try await duties(
            where: """
                plan.day BETWEEN \(day.adding(days: -1)) AND \(day.adding(days: 1)) AND assignment.rider_id IS NOT NULL
                AND plan.version = (SELECT max(version) FROM delivery.plan AS newest WHERE newest.day = plan.day)
                """, in: transaction)
        var work: [RiderID: [TourDuty]] = [:]
        for row in rows { if let rider = row.rider { work[rider, default: []].append(row.duty) } }
        return work
    }

    private func duties(where filter: SQL, in transaction: Transaction) async throws -> [(duty: TourDuty, rider: RiderID?)] {
        try await transaction.query(
            "delivery.duties",
            """
            SELECT tour.id, tour.number, plan.day, tour.hub_id, tour.starts_at, tour.ends_at, tour.break_seconds, tour.required_skills,
                assignment.rider_id
            FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id
            LEFT JOIN delivery.assignment ON assignment.tour_id = tour.id
            WHERE \(filter) ORDER BY plan.day, tour.number
            """
        ).decode(
            TourID.self, Int.self, CalendarDay.self, HubID.self, Date.self, Date.self, Int.self, [String].self, RiderID?.self
        ).map {
            (
                TourDuty(
                    id: $0.0, number: $0.1, day: $0.2, hubID: $0.3, start: $0.4, end: $0.5, breakSeconds: $0.6,
                    requiredSkills: Set($0.7.map(Skill.init(rawValue:)))), $0.8
            )
        }
    }
}
