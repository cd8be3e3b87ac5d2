import Accounts
public import Database
import Foundation

extension Delivery {
    /// Sets a rider's daily shifts in place of those before, for the days that have not been rolled out yet.
    /// - Throws: ``UnknownKey`` when there is no such rider.
    public func setShiftTemplates(riderKey: String, _ spans: [(start: TimeOfDay, end: TimeOfDay)]) async throws {
        try await database.transaction("delivery.setShiftTemplates") { transaction in
            guard
                let rider = try await transaction.first(
                    "delivery.riderByKey", "SELECT id FROM delivery.rider WHERE key = \(riderKey)")
            else { throw UnknownKey(text: "shift: there is no rider \(riderKey)") }
            let id = try rider.decode(RiderID.self)
            try await transaction.execute(
                "delivery.clearShiftTemplates", "DELETE FROM delivery.shift_template WHERE rider_id = \(id)")
            for span in spans {
                try await transaction.execute(
                    "delivery.insertShiftTemplate",
                    "INSERT INTO delivery.shift_template (rider_id, starts, ends) VALUES (\(id), \(span.start), \(span.end))")
            }
        }
    }

    /// Makes a day's shifts from the templates, once; what is changed by hand after that stays.
    public func rollOutShifts(for day: CalendarDay) async throws {
        try await database.transaction("delivery.rollOutShifts") { transaction in
            try await rollOutShifts(for: day, in: transaction)
        }
    }

    func rollOutShifts(for day: CalendarDay, in transaction: Transaction) async throws {
        let isFirst = try await transaction.execute(
            "delivery.claimRollOut", "INSERT INTO delivery.shift_roll_out (day) VALUES (\(day)) ON CONFLICT DO NOTHING")
        guard isFirst == 1 else { return }
        let serviceDay = ServiceDay(day)
        let templates = try await transaction.query(
            "delivery.shiftTemplates",
            """
            SELECT rider_id, starts, ends FROM delivery.shift_template JOIN delivery.rider ON rider.id = rider_id
            WHERE rider.active ORDER BY rider_id, starts
            """
        ).decode(RiderID.self, TimeOfDay.self, TimeOfDay.self)
        for (rider, starts, ends) in templates {
            try await transaction.execute(
                "delivery.insertShift",
                """
                INSERT INTO delivery.shift (id, rider_id, day, starts_at, ends_at)
                VALUES (\(ShiftID.new()), \(rider), \(day), \(serviceDay.moment(starts)), \(serviceDay.moment(ends)))
                ON CONFLICT (rider_id, starts_at) DO NOTHING
                """)
        }
    }

    /// The active riders by name, with their shifts on a day; of who called in sick as far as they were worked.
    public func riders(on day: CalendarDay) async throws -> [Rider] {
        try await rollOutShifts(for: day)
        return try await riders(on: day, in: database)
    }

    func riders(on day: CalendarDay, in queryable: any Queryable) async throws -> [Rider] {
        let shifts = try await queryable.query(
            "delivery.shifts",
            """
            SELECT shift.id, shift.rider_id, shift.day, shift.starts_at, least(shift.ends_at, out.starts_at), shift.hub_id, shift.skills
            FROM delivery.shift LEFT JOIN LATERAL (
                SELECT min(starts_at) AS starts_at FROM delivery.disruption
                WHERE disruption.day = shift.day AND disruption.rider_id = shift.rider_id AND lifted_at IS NULL
            ) AS out ON true
            WHERE shift.day = \(day) AND (out.starts_at IS NULL OR out.starts_at > shift.starts_at)
            ORDER BY shift.starts_at, shift.id
            """
        ).decode(ShiftID.self, RiderID.self, CalendarDay.self, Date.self, Date.self, HubID?.self, [String]?.self).map {
            Shift(
                id: $0.0, riderID: $0.1, day: $0.2, start: $0.3, end: $0.4, hubID: $0.5,
                skills: $0.6.map { Set($0.map(Skill.init(rawValue:))) })
        }
        let byRider = Dictionary(grouping: shifts, by: \.riderID)
        return try await queryable.query(
            "delivery.riders",
            "SELECT id, key, name, email, hub_id, skills, weekly_minutes FROM delivery.rider WHERE active ORDER BY name, id"
        ).decode(RiderID.self, String.self, String.self, String?.self, HubID.self, [String].self, Int.self).map {
            Rider(
                id: $0.0, key: $0.1, name: $0.2, email: $0.3, hubID: $0.4, skills: Set($0.5.map(Skill.init(rawValue:))),
                weeklyMinutes: $0.6, shifts: byRider[$0.0] ?? [])
        }
    }

    /// The rider with this key.
    public func rider(key: String) async throws -> RiderID? {
        try await database.first("delivery.riderByKey", "SELECT id FROM delivery.rider WHERE key = \(key)")?.decode(RiderID.self)
    }
}
