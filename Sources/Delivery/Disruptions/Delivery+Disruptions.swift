public import Accounts
import Catalog
public import Database
import Foundation

extension Delivery {
    /// Takes a disruption down for a day. The next plan takes it into account; windows are sold with it from now on.
    ///
    /// - Throws: ``DisruptionProblem`` with the field at fault.
    @discardableResult
    public func disrupt(_ draft: DisruptionDraft, on day: CalendarDay, by account: AccountID? = nil) async throws -> Disruption {
        try validate(draft, on: day)
        let closings = try await closings(of: draft)
        let id = DisruptionID.new()
        return try await database.transaction("delivery.disrupt") { transaction in
            try await DayBasis.lock(day, in: transaction)
            let subject = try await subject(of: draft, on: day, in: transaction)
            try await transaction.execute(
                "delivery.insertDisruption",
                """
                INSERT INTO delivery.disruption (id, day, kind, bike_id, rider_id, shop_id, shipment_id, starts_at, minutes, window_start,
                    window_end, place, ends_at, reason, created_at, created_by)
                VALUES (\(id), \(day), \(draft.kind), \(subject.bike), \(subject.rider), \(subject.shop), \(subject.shipment),
                    \(draft.from ?? now()), \(draft.minutes), \(draft.windowStart), \(draft.windowEnd), \(closings.isEmpty ? nil : draft.subject), \(draft.until),
                    \(draft.reason?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""), \(now()), \(account))
                """)
            for closing in closings { try await insert(closing, of: id, by: account, in: transaction) }
            if let shipment = subject.shipment, draft.windowStart == nil {
                try await move(shipment, from: .planned, to: .waiting, in: transaction)
            }
            return try await disruptions(where: "disruption.id = \(id)", in: transaction)[0]
        }
    }

    /// Takes a disruption back: plans made after this know nothing of it. One that was taken back stays so.
    /// - Returns: `nil` when there is none.
    public func liftDisruption(_ id: DisruptionID) async throws -> Disruption? {
        try await database.transaction("delivery.liftDisruption") { transaction in
            try await transaction.execute(
                "delivery.liftDisruption",
                "UPDATE delivery.disruption SET lifted_at = \(now()) WHERE id = \(id) AND lifted_at IS NULL")
            try await reopen(closedBy: id, in: transaction)
            return try await disruptions(where: "disruption.id = \(id)", in: transaction).first
        }
    }

    /// A day's disruptions in the order in which they were told, those taken back too.
    public func disruptions(on day: CalendarDay) async throws -> [Disruption] {
        try await disruptions(where: "disruption.day = \(day)", in: database)
    }

    /// What holds on a day, for its problem.
    func disruptions(on day: CalendarDay, in transaction: Transaction) async throws -> DayDisruptions {
        let rows = try await transaction.query(
            "delivery.dayDisruptions",
            """
            SELECT bike_id, rider_id, shop_id, shipment_id, starts_at, minutes, window_start, window_end
            FROM delivery.disruption WHERE day = \(day) AND lifted_at IS NULL ORDER BY created_at, id
            """
        ).decode(BikeID?.self, RiderID?.self, ShopID?.self, ShipmentID?.self, Date.self, Int?.self, Date?.self, Date?.self)
        var day = DayDisruptions()
        for (bike, rider, shop, shipment, from, minutes, windowStart, windowEnd) in rows {
            if let bike { day.bikesOut.insert(bike) }
            if let rider { day.ridersOut[rider] = min(from, day.ridersOut[rider] ?? from) }
            // What is told last of a shop or a customer counts.
            if let shop, let minutes { day.lateShops[shop] = DayDisruptions.LateShop(from: from, delay: Double(minutes * 60)) }
            if let shipment {
                let agreed = windowStart.flatMap { start in windowEnd.map { DateInterval(start: start, end: $0) } }
                day.absentCustomers.updateValue(agreed, forKey: shipment)
            }
        }
        return day
    }

    private func validate(_ draft: DisruptionDraft, on day: CalendarDay) throws(DisruptionProblem) {
        let serviceDay = ServiceDay(day)
        if let from = draft.from, !(serviceDay.start..<serviceDay.end).contains(from) {
            throw DisruptionProblem(field: "from", detail: "The moment is not on \(day).")
        }
        switch draft.kind {
        case .shopLate:
            guard let minutes = draft.minutes, (1...600).contains(minutes) else {
                throw DisruptionProblem(field: "minutes", detail: "How late the shop is, 1 to 600 minutes, is expected.")
            }
        case .bikeOut, .riderOut, .customerAbsent, .streetClosed:
            guard draft.minutes == nil else {
                throw DisruptionProblem(field: "minutes", detail: "Only a shop is late by minutes.")
            }
        }
        guard draft.kind == .streetClosed || (draft.until == nil && draft.polygon == nil && draft.way == nil) else {
            throw DisruptionProblem(field: "until", detail: "Only a street is closed until a moment, or drawn.")
        }
        guard (draft.windowStart == nil) == (draft.windowEnd == nil) else {
            throw DisruptionProblem(field: "windowEnd", detail: "An agreed window has a begin and an end.")
        }
        guard let start = draft.windowStart, let end = draft.windowEnd else { return }
        guard draft.kind == .customerAbsent else {
            throw DisruptionProblem(field: "windowStart", detail: "Only with an absent customer another window is agreed.")
        }
        guard start < end, serviceDay.start <= start, end <= serviceDay.end else {
            throw DisruptionProblem(field: "windowStart", detail: "The agreed window begins and ends on \(day), in this order.")
        }
    }

    private struct Subject {
        var bike: BikeID?
        var rider: RiderID?
        var shop: ShopID?
        var shipment: ShipmentID?
    }

    private func subject(of draft: DisruptionDraft, on day: CalendarDay, in transaction: Transaction) async throws -> Subject {
        let name = draft.subject
        func unknown(_ what: String) -> DisruptionProblem {
            DisruptionProblem(field: "subject", detail: "There is no \(what) '\(name)'.")
        }
        switch draft.kind {
        case .bikeOut:
            guard let row = try await transaction.first("delivery.bikeByKey", "SELECT id FROM delivery.bike WHERE key = \(name)")
            else { throw unknown("bike") }
            return Subject(bike: try row.decode(BikeID.self))
        case .riderOut:
            guard
                let row = try await transaction.first("delivery.riderByKey", "SELECT id FROM delivery.rider WHERE key = \(name)")
            else { throw unknown("rider") }
            return Subject(rider: try row.decode(RiderID.self))
        case .shopLate:
            guard let shop = try await catalog.shop(key: name) else { throw unknown("shop") }
            return Subject(shop: shop.id)
        case .customerAbsent:
            guard let number = ShipmentNumber(text: name) else {
                throw DisruptionProblem(field: "subject", detail: "'\(name)' is no shipment's number like S-000123.")
            }
            guard
                let row = try await transaction.first(
                    "delivery.shipmentByNumber",
                    "SELECT id, state FROM delivery.shipment WHERE number = \(number) AND day = \(day) FOR UPDATE")
            else { throw unknown("shipment of \(day)") }
            let (id, state) = try row.decode(ShipmentID.self, ShipmentState.self)
            guard state == .waiting || state == .planned || (state == .underway && draft.windowStart != nil) else {
                throw DisruptionProblem(
                    field: "subject",
                    detail: state == .underway
                        ? "\(name) is on a bike: agree another window, or let the rider report that nobody was there."
                        : "\(name) is \(state.rawValue) already.")
            }
            return Subject(shipment: id)
        case .streetClosed: return Subject()
        }
    }

    private func disruptions(where filter: SQL, in queryable: any Queryable) async throws -> [Disruption] {
        let rows = try await queryable.query(
            "delivery.disruptions",
            """
            SELECT disruption.id, disruption.day, disruption.kind, coalesce(place, bike.name, rider.name), disruption.shop_id, shipment.number, disruption.starts_at,
                disruption.ends_at, minutes,
                disruption.window_start, disruption.window_end, reason, disruption.created_at, lifted_at
            FROM delivery.disruption
            LEFT JOIN delivery.bike ON bike.id = disruption.bike_id
            LEFT JOIN delivery.rider ON rider.id = disruption.rider_id
            LEFT JOIN delivery.shipment ON shipment.id = disruption.shipment_id
            WHERE \(filter) ORDER BY disruption.created_at, disruption.id
            """
        ).decode(
            DisruptionID.self, CalendarDay.self, Disruption.Kind.self, String?.self, ShopID?.self, ShipmentNumber?.self,
            Date.self, Date?.self,
            Int?.self, Date?.self, Date?.self, String.self, Date.self, Date?.self)
        let shops =
            rows.contains { $0.4 != nil }
            ? Dictionary(try await catalog.shops().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }) : [:]
        return rows.map {
            Disruption(
                id: $0.0, day: $0.1, kind: $0.2, subject: $0.3 ?? $0.4.flatMap { shops[$0] } ?? $0.5?.description ?? "",
                from: $0.6, until: $0.7,
                minutes: $0.8, windowStart: $0.9, windowEnd: $0.10, reason: $0.11, createdAt: $0.12, liftedAt: $0.13)
        }
    }
}
