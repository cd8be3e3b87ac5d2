import Accounts
import Catalog
public import Database
public import Foundation

extension Delivery {
    /// Takes over the shifts of a CSV file: `date;rider;hub;from;to[;skills]`.
    ///
    /// The file says all of a rider's shifts on each day that it names for them; empty times mean a day off. All of it is taken or, with a
    /// single problem, nothing.
    ///
    /// - Parameter dryRun: only says what would change.
    /// - Throws: `CSVTableError` when the file cannot be read as one.
    public func importShifts(_ file: Data, dryRun: Bool = false) async throws -> ShiftImport {
        let table = try CSVTable(file)
        let today = ServiceDay(containing: now()).day
        return try await database.transaction("delivery.importShifts") { transaction in
            var reader = ShiftFileReader(
                today: today, riders: try await riders(on: today, in: transaction), hubs: try await hubs(in: transaction))
            reader.read(table)
            let days = Set(reader.lines.map(\.day)).sorted()
            // In their order, so that two imports never wait for each other.
            for day in days {
                try await DayBasis.lock(day, in: transaction)
                try await rollOutShifts(for: day, in: transaction)
            }
            let around = Array(Set(days.flatMap { [$0.adding(days: -1), $0, $0.adding(days: 1)] }))
            let roster = ShiftRoster(
                reader.lines, stored: try await shifts(on: around, in: transaction),
                duties: try await work(on: days, in: transaction))
            var report = ShiftImport(
                lines: table.lines.count, unchanged: roster.unchanged, changes: roster.changes,
                problems: (reader.problems + roster.problems).sorted { $0.line < $1.line })
            guard report.problems.isEmpty, !dryRun else { return report }
            try await write(roster, in: transaction)
            report.applied = true
            return report
        }
    }

    /// Shifts of several days by day and begin, as they were entered.
    /// - Parameter days: 1…62.
    public func shifts(from day: CalendarDay, days: Int) async throws -> [Shift] {
        let days = (0..<min(max(days, 1), 62)).map { day.adding(days: $0) }
        for day in days { try await rollOutShifts(for: day) }
        return try await shifts(on: days, in: database)
    }

    private func shifts(on days: [CalendarDay], in queryable: any Queryable) async throws -> [Shift] {
        try await queryable.query(
            "delivery.storedShifts",
            """
            SELECT shift.id, rider_id, day, starts_at, ends_at, shift.hub_id, shift.skills
            FROM delivery.shift JOIN delivery.rider ON rider.id = rider_id
            WHERE day = ANY (\(days)) AND rider.active ORDER BY day, starts_at, rider.name, shift.id
            """
        ).decode(ShiftID.self, RiderID.self, CalendarDay.self, Date.self, Date.self, HubID?.self, [String]?.self).map {
            Shift(
                id: $0.0, riderID: $0.1, day: $0.2, start: $0.3, end: $0.4, hubID: $0.5,
                skills: $0.6.map { Set($0.map(Skill.init(rawValue:))) })
        }
    }

    private func write(_ roster: ShiftRoster, in transaction: Transaction) async throws {
        try await transaction.execute("delivery.removeShifts", "DELETE FROM delivery.shift WHERE id = ANY (\(roster.removed))")
        for shift in roster.written {
            try await transaction.execute(
                "delivery.writeShift",
                """
                INSERT INTO delivery.shift (id, rider_id, day, starts_at, ends_at, hub_id, skills)
                VALUES (\(shift.id), \(shift.riderID), \(shift.day), \(shift.start), \(shift.end), \(shift.hubID),
                    \(shift.skills.map { $0.map(\.rawValue).sorted() }))
                ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at, hub_id = excluded.hub_id, skills = excluded.skills
                """)
        }
    }
}
