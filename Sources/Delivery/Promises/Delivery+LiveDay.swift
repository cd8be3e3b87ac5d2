import Database
import Foundation

extension Delivery {
    /// The day's tours with all that is promised, as they stand now.
    func liveDay(_ day: CalendarDay) async throws -> LiveDay {
        let fingerprint = try await DayFingerprint.read(day, in: database)
        return try await liveDays.find(day, fingerprint, at: now()) {
            try await database.transaction("delivery.liveDay", isolation: .repeatableRead) { transaction in
                let live = try await readLiveDay(day, in: transaction)
                // After reading: the day's shifts may have been rolled out by it.
                return (live, try await DayFingerprint.read(day, in: transaction))
            }
        }
    }

    /// The same inside a transaction that holds the day's lock, so that nothing of the day changes until it ends.
    func liveDay(_ day: CalendarDay, in transaction: Transaction) async throws -> LiveDay {
        if let live = await liveDays.find(day, try await DayFingerprint.read(day, in: transaction), at: now()) { return live }
        return try await readLiveDay(day, in: transaction)
    }

    private func readLiveDay(_ day: CalendarDay, in transaction: Transaction) async throws -> LiveDay {
        let problem = try await loadDay(day, in: transaction).problem
        let closures = try await closures(during: problem.ridingTime)
        let tables = try await travelTables(for: problem, closures: closures)
        let tours = try await liveTours(of: day, in: transaction)
        return try await HeavyWork.run {
            LiveDay(problem, tables: tables, closures: closures, laying: tours)
        }
    }

    func liveTours(of day: CalendarDay, in queryable: any Queryable) async throws -> LiveTours {
        try await queryable.first("delivery.liveTours", "SELECT tours FROM delivery.live_day WHERE day = \(day)")
            .map { try $0.decode(JSONB<LiveTours>.self).value } ?? .none
    }

    /// Writes the tours from which the next window is sold, under the day's lock.
    func storeLiveTours(_ tours: LiveTours, of day: CalendarDay, in transaction: Transaction) async throws {
        try await transaction.execute(
            "delivery.storeLiveTours",
            """
            INSERT INTO delivery.live_day (day, tours) VALUES (\(day), \(JSONB(tours)))
            ON CONFLICT (day) DO UPDATE SET tours = excluded.tours, updated_at = now()
            """)
    }
}
