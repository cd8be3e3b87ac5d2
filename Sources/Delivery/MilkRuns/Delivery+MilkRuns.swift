public import Accounts
public import Catalog
public import Database
import Foundation

extension Delivery {
    /// The shops that milk runs collect from, by name.
    public func milkRuns(in queryable: (any Queryable)? = nil) async throws -> [MilkRun] {
        let rows = try await (queryable ?? database).query(
            "delivery.milkRuns",
            "SELECT shop_id, hub.key, at_hub_by FROM delivery.milk_run JOIN delivery.hub ON hub.id = hub_id"
        ).decode(ShopID.self, String.self, TimeOfDay.self)
        guard !rows.isEmpty else { return [] }
        let names = Dictionary(try await catalog.shops().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        return rows.map { MilkRun(shopID: $0.0, shopName: names[$0.0] ?? "", hub: $0.1, atHubBy: $0.2) }
            .sorted { ($0.shopName, $0.shopID.description) < ($1.shopName, $1.shopID.description) }
    }

    /// Has a shop's goods collected until a time of day where their windows allow it. What was sold before goes its way.
    /// - Throws: ``UnknownKey`` when there is no such hub.
    public func setMilkRun(
        of shop: ShopID, to hub: String, atHubBy time: TimeOfDay, by account: AccountID? = nil
    ) async throws {
        let rows = try await database.execute(
            "delivery.setMilkRun",
            """
            INSERT INTO delivery.milk_run (shop_id, hub_id, at_hub_by, created_at, created_by)
            SELECT \(shop), hub.id, \(time), \(now()), \(account) FROM delivery.hub WHERE hub.key = \(hub)
            ON CONFLICT (shop_id) DO UPDATE SET hub_id = excluded.hub_id, at_hub_by = excluded.at_hub_by,
                created_at = excluded.created_at, created_by = excluded.created_by
            """)
        guard rows == 1 else { throw UnknownKey(text: "There is no hub '\(hub)'.") }
    }

    /// - Returns: whether there was one.
    public func removeMilkRun(of shop: ShopID) async throws -> Bool {
        try await database.execute("delivery.removeMilkRun", "DELETE FROM delivery.milk_run WHERE shop_id = \(shop)") == 1
    }

    /// Which parts of an order go over hubs, and how: those of milk runs, where the day's tours can take both ways of all of them.
    func consolidations(
        of parts: [ExpectedGoods], in window: DeliveryWindow, to destination: GeoPoint, on live: LiveDay, orderedAt now: Date,
        in transaction: Transaction
    ) async throws -> [ShopID: Consolidation] {
        let ways = try await possibleConsolidations(of: parts, in: window, orderedAt: now, in: transaction)
        guard !ways.isEmpty else { return [:] }
        var numbers = ProvisionalNumbers()
        let shipments = parts.flatMap { part -> [DayProblem.OpenShipment] in
            let direct = part.shipment(.new(), number: numbers.next(), window: window, destination: destination, at: now)
            guard let direct else { return [] }
            return ways[part.shop.id]?.shipments(direct, number: numbers.next()) ?? [direct]
        }
        let larger = try await live.knowing(shipments, travel: travel)
        let answer = try await HeavyWork.run { larger.answers(for: [shipments.map(\.id)]).first }
        if case .fits = answer { return ways }
        return [:]
    }

    private func possibleConsolidations(
        of parts: [ExpectedGoods], in window: DeliveryWindow, orderedAt now: Date, in transaction: Transaction
    ) async throws -> [ShopID: Consolidation] {
        let runs = try await milkRuns(in: transaction)
        guard runs.contains(where: { run in parts.contains { $0.shop.id == run.shopID } }) else { return [:] }
        let hubs = Dictionary(uniqueKeysWithValues: try await hubs(in: transaction).map { ($0.key, $0) })
        var found: [ShopID: Consolidation] = [:]
        for part in parts {
            guard let run = runs.first(where: { $0.shopID == part.shop.id }), let hub = hubs[run.hub],
                let readyAt = part.readyAt(on: window.day, orderedAt: now)
            else { continue }
            found[part.shop.id] = Consolidation(part, readyAt: readyAt, window: window, at: hub, by: run.atHubBy)
        }
        return found
    }

    /// What a milk run can no longer bring to its hub in time goes to the door directly: a shipment that waits at its shop again.
    ///
    /// - Parameter left: those that no tour takes; the ones whose time is over are diverted in any case.
    /// - Returns: how many transfers were ended.
    @discardableResult
    func divertTransfers(of day: CalendarDay, leftOut left: [ShipmentID] = [], in transaction: Transaction) async throws -> Int {
        let diverted = try await transaction.query(
            "delivery.endTransfers",
            """
            UPDATE delivery.shipment SET state = 'cancelled'
            WHERE day = \(day) AND kind = 'transfer' AND state IN ('waiting', 'planned')
                AND (window_end < \(now()) OR id = ANY (\(left)))
            RETURNING id
            """
        ).decode(ShipmentID.self)
        guard !diverted.isEmpty else { return 0 }
        try await transaction.execute(
            "delivery.divertTransfers",
            """
            UPDATE delivery.shipment AS onward SET hub_id = NULL, shop_id = transfer.shop_id, origin_name = transfer.origin_name,
                origin_latitude = transfer.origin_latitude, origin_longitude = transfer.origin_longitude,
                ready_at = transfer.ready_at, packed_at = transfer.packed_at
            FROM delivery.shipment AS transfer
            WHERE transfer.id = ANY (\(diverted)) AND onward.id = transfer.onward_id
                AND onward.state IN ('waiting', 'planned')
            """)
        return diverted.count
    }
}
