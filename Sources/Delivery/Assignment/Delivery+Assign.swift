public import Accounts
public import Database
import Foundation

extension Delivery {
    /// Gives a tour to a rider, in place of whoever had it.
    ///
    /// - Parameter reason: why, for the riders concerned; needed where the service had chosen another one.
    /// - Throws: ``AssignmentRefused`` with the rules it would break, ``AssignmentProblem``.
    @discardableResult
    public func assign(
        _ tourID: TourID, to riderID: RiderID, reason: String? = nil, by account: AccountID? = nil
    ) async throws -> Tour {
        try await database.transaction("delivery.assign") { transaction in
            let tour = try await lockedDuty(tourID, in: transaction)
            guard let rider = try await riders(on: tour.day, in: transaction).first(where: { $0.id == riderID }) else {
                throw AssignmentProblem.noSuchRider
            }
            let work = try await work(around: tour.day, in: transaction)[riderID] ?? []
            let conflicts = AssignmentRules.conflicts(tour, rider, others: work)
            guard conflicts.isEmpty else { throw AssignmentRefused(conflicts: conflicts) }
            try await decide(tourID, rider: riderID, .hand, reasons: [reason].compactMap(\.self), by: account, in: transaction)
            try await write(tourID, riderID, by: account, in: transaction)
            return try await tours(where: "tour.id = \(tourID)", in: transaction)[0]
        }
    }

    /// Takes a tour from its rider.
    /// - Throws: ``AssignmentProblem``.
    @discardableResult
    public func unassign(_ tourID: TourID, reason: String? = nil, by account: AccountID? = nil) async throws -> Tour {
        try await database.transaction("delivery.unassign") { transaction in
            _ = try await lockedDuty(tourID, in: transaction)
            try await decide(tourID, rider: nil, .hand, reasons: [reason].compactMap(\.self), by: account, in: transaction)
            try await transaction.execute(
                "delivery.deleteAssignment", "DELETE FROM delivery.assignment WHERE tour_id = \(tourID)")
            return try await tours(where: "tour.id = \(tourID)", in: transaction)[0]
        }
    }

    /// Lets two tours of a day exchange their riders; a tour without one leaves the other without.
    ///
    /// - Returns: the two tours in the order given.
    /// - Throws: ``AssignmentRefused`` with every rule that either would break, ``AssignmentProblem``; then nothing has changed.
    @discardableResult
    public func swapRiders(
        of first: TourID, and second: TourID, reason: String? = nil, by account: AccountID? = nil
    ) async throws -> [Tour] {
        try await database.transaction("delivery.swapRiders") { transaction in
            guard first != second else { throw AssignmentProblem.cannotSwap("A tour and itself change nothing.") }
            let pair = [try await lockedDuty(first, in: transaction), try await lockedDuty(second, in: transaction)]
            guard pair[0].day == pair[1].day else { throw AssignmentProblem.cannotSwap("The tours are of different days.") }
            let work = try await work(around: pair[0].day, in: transaction)
            let holders = pair.map { tour in work.first { $0.value.contains { $0.id == tour.id } }?.key }
            guard holders.contains(where: { $0 != nil }) else {
                throw AssignmentProblem.cannotSwap("Neither tour \(pair[0].number) nor tour \(pair[1].number) has a rider.")
            }
            let riders = try await riders(on: pair[0].day, in: transaction)
            var conflicts: [AssignmentConflict] = []
            for (tour, holder) in zip(pair, holders.reversed()) {
                guard let holder else { continue }
                guard let rider = riders.first(where: { $0.id == holder }) else { throw AssignmentProblem.noSuchRider }
                let others = (work[holder] ?? []).filter { !pair.map(\.id).contains($0.id) }
                conflicts += AssignmentRules.conflicts(tour, rider, others: others)
            }
            guard conflicts.isEmpty else { throw AssignmentRefused(conflicts: conflicts) }
            for (tour, holder) in zip(pair, holders.reversed()) {
                try await decide(
                    tour.id, rider: holder, .hand, reasons: [reason].compactMap(\.self), by: account, in: transaction)
            }
            for (tour, holder) in zip(pair, holders.reversed()) {
                if let holder {
                    try await write(tour.id, holder, by: account, in: transaction)
                } else {
                    try await transaction.execute(
                        "delivery.deleteAssignment", "DELETE FROM delivery.assignment WHERE tour_id = \(tour.id)")
                }
            }
            let tours = try await tours(where: "tour.id = ANY (\([first, second]))", in: transaction)
            return [first, second].compactMap { id in tours.first { $0.id == id } }
        }
    }

    /// Finds riders for the tours of the day's current plan that have none, under the same rules; who carried less lately comes first.
    /// - Parameter dryRun: only says what it would do.
    @discardableResult
    public func autoAssign(day: CalendarDay, dryRun: Bool = false, by account: AccountID? = nil) async throws -> AutoAssignment {
        try await rollOutShifts(for: day)
        return try await database.transaction("delivery.autoAssign") { transaction in
            try await DayBasis.lock(day, in: transaction)
            let open = try await duties(
                where: "\(Self.isCurrent(day: day)) AND assignment.rider_id IS NULL", withWorkload: true, in: transaction
            ).map(\.duty)
            let choice = AutoAssignment(
                open: open, riders: try await riders(on: day, in: transaction),
                work: try await work(around: day, in: transaction),
                ledger: try await fairness(upTo: day.adding(days: -1), in: transaction))
            if !dryRun {
                for entry in choice.assigned {
                    try await decide(
                        entry.tourID, rider: entry.riderID, .automatic, reasons: entry.reasons, inGerman: entry.reasonsInGerman,
                        by: account, in: transaction)
                    try await write(entry.tourID, entry.riderID, by: account, in: transaction)
                }
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
        try await work(on: [day.adding(days: -1), day, day.adding(days: 1)], in: transaction)
    }

    /// The tours that each rider has on some days, by their current plans.
    func work(on days: [CalendarDay], in transaction: Transaction) async throws -> [RiderID: [TourDuty]] {
        let rows = try await duties(
            where: """
                plan.day = ANY (\(days)) AND assignment.rider_id IS NOT NULL
                AND plan.version = (SELECT max(version) FROM delivery.plan AS newest WHERE newest.day = plan.day)
                """, in: transaction)
        var work: [RiderID: [TourDuty]] = [:]
        for row in rows { if let rider = row.rider { work[rider, default: []].append(row.duty) } }
        return work
    }

    private func duties(
        where filter: SQL, withWorkload: Bool = false, in transaction: Transaction
    ) async throws -> [(duty: TourDuty, rider: RiderID?)] {
        let rows = try await transaction.query(
            "delivery.duties",
            """
            SELECT tour.id, tour.number, plan.day, tour.hub_id, tour.starts_at, tour.ends_at, tour.required_skills, assignment.rider_id
            FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id
            LEFT JOIN delivery.assignment ON assignment.tour_id = tour.id
            WHERE \(filter) ORDER BY plan.day, tour.number
            """
        ).decode(TourID.self, Int.self, CalendarDay.self, HubID.self, Date.self, Date.self, [String].self, RiderID?.self)
        let ids = rows.map(\.0)
        let breaks = Dictionary(
            grouping: try await transaction.query(
                "delivery.breaks",
                """
                SELECT tour_id, service_start, departure FROM delivery.tour_stop
                WHERE kind = 'break' AND tour_id = ANY (\(ids)) ORDER BY tour_id, position
                """
            ).decode(TourID.self, Date.self, Date.self), by: \.0)
        var workloads: [TourID: Workload] = [:]
        if withWorkload {
            for share in try await self.workloads(where: "tour.id = ANY (\(ids))", in: transaction) {
                workloads[share.tour] = (workloads[share.tour] ?? Workload()) + share.workload
            }
        }
        return rows.map {
            let pauses = (breaks[$0.0] ?? []).map { DateInterval(start: $0.1, end: $0.2) }
            return (
                TourDuty(
                    id: $0.0, number: $0.1, day: $0.2, hubID: $0.3, start: $0.4, end: $0.5, breaks: pauses,
                    requiredSkills: Set($0.6.map(Skill.init(rawValue:))), workload: workloads[$0.0] ?? Workload()), $0.7
            )
        }
    }
}
