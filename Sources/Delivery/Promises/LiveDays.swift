import Database
import Foundation

/// The live days that this process has worked out, each with the fingerprint of what it follows from. It may be forgotten at any time.
actor LiveDays {
    private struct Entry {
        let fingerprint: DayFingerprint
        let live: LiveDay
    }

    /// Nothing is planned before now, so a day that is on grows old even when nothing happens.
    private static let longestAge: TimeInterval = 60

    private var entries: [CalendarDay: Entry] = [:]
    private var inTheMaking: [CalendarDay: (fingerprint: DayFingerprint, task: Task<LiveDay, any Error>)] = [:]

    func find(_ day: CalendarDay, _ fingerprint: DayFingerprint, at now: Date) -> LiveDay? {
        guard let entry = entries[day], entry.fingerprint == fingerprint else { return nil }
        let isOn = ServiceDay(day).start <= now
        return isOn && now.timeIntervalSince(entry.live.model.day.notBefore) > Self.longestAge ? nil : entry.live
    }

    /// Remembers a day, also one that a transaction has yet to commit: if it does not, its fingerprint never comes again.
    func keep(_ live: LiveDay, _ fingerprint: DayFingerprint) {
        entries[live.model.day.day] = Entry(fingerprint: fingerprint, live: live)
        // Days that are over are asked for no more.
        for day in entries.keys where day < live.model.day.day.adding(days: -7) { entries[day] = nil }
    }

    /// The day; when many ask for the same one at the same time it is made once.
    func find(
        _ day: CalendarDay, _ fingerprint: DayFingerprint, at now: Date,
        orMake make: @escaping @Sendable () async throws -> (LiveDay, DayFingerprint)
    ) async throws -> LiveDay {
        if let live = find(day, fingerprint, at: now) { return live }
        if let making = inTheMaking[day], making.fingerprint == fingerprint { return try await making.task.value }
        let task = Task {
            let (live, fingerprint) = try await make()
            keep(live, fingerprint)
            return live
        }
        inTheMaking[day] = (fingerprint, task)
        defer { if inTheMaking[day]?.task == task { inTheMaking[day] = nil } }
        return try await task.value
    }
}
