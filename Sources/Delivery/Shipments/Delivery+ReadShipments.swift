import Accounts
public import Catalog
public import Database
public import Foundation
public import Orders

extension Delivery {
    /// The day that is on: the nearest one from today with shipments, else today.
    public func dayThatIsOn() async throws -> CalendarDay {
        let today = ServiceDay(containing: now()).day
        return try await database.one(
            "delivery.dayThatIsOn",
            "SELECT coalesce(min(day), \(today)) FROM delivery.shipment WHERE day >= \(today) AND state <> 'cancelled'"
        ).decode(CalendarDay.self)
    }

    /// The day that somebody means who names one, or none: then the one that is on.
    public func dayMeant(by named: CalendarDay?) async throws -> CalendarDay {
        if let named { return named }
        return try await dayThatIsOn()
    }

    /// A day's shipments by number.
    /// - Parameters:
    ///   - state: only those; `nil` for all.
    ///   - limit: 1…1000.
    ///   - cursor: a page's ``Page/next``; what it cannot read starts from the beginning.
    public func shipments(
        on day: CalendarDay, state: ShipmentState? = nil, limit: Int = 100, cursor: String? = nil
    ) async throws -> Page<Shipment> {
        let limit = min(max(limit, 1), 1000)
        let after = cursor.flatMap { Int($0) } ?? 0
        var filter: SQL = "shipment.day = \(day) AND shipment.number > \(after)"
        if let state { filter.append(" AND shipment.state = \(state)") }
        let found = try await shipments(where: filter, limit: limit + 1)
        let items = Array(found.prefix(limit))
        return Page(items: items, next: found.count > limit ? items.last.map { String($0.number.rawValue) } : nil)
    }

    public func shipment(_ id: ShipmentID) async throws -> Shipment? {
        try await shipments(where: "shipment.id = \(id)", limit: 1).first
    }

    public func shipment(numbered number: ShipmentNumber) async throws -> Shipment? {
        try await shipments(where: "shipment.number = \(number)", limit: 1).first
    }

    /// When what was ordered will be at the door, by the current plans and by what riders have reported; for those shop orders that are in
    /// one.
    public func expectedArrivals(of shopOrders: [ShopOrderID]) async throws -> [ShopOrderID: Date] {
        let rows = try await database.query(
            "delivery.expectedArrivals",
            """
            SELECT shipment.shop_order_id, shipment.number, tour.id
            FROM delivery.shipment
            JOIN delivery.plan ON plan.day = shipment.day
                AND plan.version = (SELECT max(version) FROM delivery.plan AS newest WHERE newest.day = shipment.day)
            JOIN delivery.tour ON tour.plan_id = plan.id
            JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id AND stop.shipment_id = shipment.id
                AND stop.kind IN ('dropoff', 'delivery')
            WHERE shipment.shop_order_id = ANY (\(shopOrders)) AND shipment.state IN ('planned', 'underway')
            """
        ).decode(ShopOrderID.self, ShipmentNumber.self, TourID.self)
        let orders = Dictionary(rows.map { ($0.1, $0.0) }, uniquingKeysWith: { first, _ in first })
        var arrivals: [ShopOrderID: Date] = [:]
        for tour in try await toursWithStops(Set(rows.map(\.2))) {
            for stop in tour.stopList ?? [] where stop.kind == .dropoff || stop.kind == .delivery {
                guard let order = stop.shipmentNumber.flatMap({ orders[$0] }) else { continue }
                arrivals[order] = max(arrivals[order] ?? .distantPast, stop.expected ?? stop.serviceStart)
            }
        }
        return arrivals
    }

    /// When the rest of an order will be at the door; `nil` when none of these shop orders is in a plan.
    public func arrivalSpan(of shopOrders: [ShopOrderID]) async throws -> ArrivalSpan? {
        ArrivalSpan(arrivals: try await expectedArrivals(of: shopOrders).values)
    }

    func shipments(where filter: SQL, limit: Int) async throws -> [Shipment] {
        let rows = try await database.query(
            "delivery.shipments",
            """
            SELECT shipment.id, shipment.number, shop_order_id, shipment.kind, collection_reason, collects_from_order, shipment.day, shipment.state,
                hub_id IS NOT NULL, origin_name, origin_latitude, origin_longitude, destination_name, destination_latitude,
                destination_longitude, contact, parcels, weight_grams,
                volume_millilitres, handling, ready_at, shipment.window_start, shipment.window_end, stop.number, stop.service_start,
                unserved.reasons, shipment.attempt, failure.hub, next.number, shipment.closed_at IS NOT NULL
            FROM delivery.shipment
            LEFT JOIN delivery.plan ON plan.day = shipment.day
                AND plan.version = (SELECT max(version) FROM delivery.plan AS newest WHERE newest.day = shipment.day)
            LEFT JOIN LATERAL (
                SELECT tour.number, tour_stop.service_start FROM delivery.tour_stop JOIN delivery.tour ON tour.id = tour_stop.tour_id
                WHERE tour_stop.shipment_id = shipment.id AND tour.plan_id = plan.id AND tour_stop.window_end IS NOT NULL
                ORDER BY tour_stop.position DESC LIMIT 1
            ) AS stop ON true
            LEFT JOIN delivery.plan_unserved AS unserved ON unserved.plan_id = plan.id AND unserved.shipment_id = shipment.id
            LEFT JOIN LATERAL (
                SELECT hub.name AS hub FROM delivery.tour_stop AS door JOIN delivery.tour ON tour.id = door.tour_id
                JOIN delivery.plan AS made ON made.id = tour.plan_id JOIN delivery.hub ON hub.id = tour.hub_id
                JOIN delivery.stop_progress AS progress ON progress.origin_id = door.origin_id AND progress.state = 'failed'
                WHERE shipment.state = 'failed' AND door.shipment_id = shipment.id AND door.kind IN ('dropoff', 'delivery')
                ORDER BY made.version DESC LIMIT 1
            ) AS failure ON true
            LEFT JOIN LATERAL (
                SELECT after.number FROM delivery.shipment AS after
                WHERE shipment.state = 'failed' AND after.first_id = coalesce(shipment.first_id, shipment.id)
                    AND after.attempt = shipment.attempt + 1 AND after.state <> 'cancelled'
                    AND NOT (\(Self.isMissed("after", ServiceDay(containing: now()).day)))
            ) AS next ON true
            WHERE \(filter) ORDER BY shipment.number LIMIT \(limit)
            """)
        return try rows.map(shipment(from:))
    }

    private func shipment(from row: Row) throws -> Shipment {
        let (
            id, number, shopOrderID, kind, reason, collectsFrom, day, state, isAtHub, originName, originLatitude, originLongitude,
            destinationName, latitude, longitude, sealed, parcels, weight, volume, handling, readyAt, windowStart, windowEnd,
            tour, eta, reasons, attempt, failureHub, next, isClosed
        ) = try row.decode(
            ShipmentID.self, ShipmentNumber.self, ShopOrderID?.self, ShipmentKind.self, CollectionReason?.self, ShopOrderID?.self,
            CalendarDay.self,
            ShipmentState.self, Bool.self, String.self, Double.self, Double.self, String.self, Double.self, Double.self,
            Data?.self, Int.self, Grams.self, Millilitres.self, [String].self,
            Date.self, Date.self, Date.self, Int?.self, Date?.self, JSONB<[UnservedReason]>?.self,
            Int.self, String?.self, ShipmentNumber?.self, Bool.self)
        let address = try sealed.map { try personalData.open($0, as: Contact.self, for: Self.purpose(id)).address }
        let isOpen = state == .planned || state == .underway
        let isCollected = kind == .collection
        return Shipment(
            id: id, number: number, kind: kind, collectionReason: reason, collectsFrom: collectsFrom, shopOrderID: shopOrderID,
            day: day, state: state,
            shopName: destinationName.isEmpty || kind == .transfer ? originName : destinationName,
            origin: ShipmentOrigin(
                kind: isCollected ? .door : isAtHub ? .hub : .shop,
                name: isCollected ? address.map { "\($0.street) \($0.houseNumber)" } ?? "" : originName,
                latitude: originLatitude, longitude: originLongitude),
            destination: ShipmentDestination(
                isCollected ? nil : address, name: destinationName, latitude: latitude, longitude: longitude),
            parcels: parcels, weightGrams: weight, volumeMillilitres: volume,
            handling: Set(handling.compactMap(Handling.init(rawValue:))), readyAt: readyAt, windowStart: windowStart,
            windowEnd: windowEnd, tour: tour, eta: isOpen ? eta : nil,
            unservedReasons: state == .waiting || state == .underway ? reasons?.value ?? [] : [],
            attempt: attempt,
            undelivered: state == .failed ? UndeliveredGoods(hub: failureHub, next: next, isClosed: isClosed) : nil)
    }
}
