public import Accounts
import Catalog
public import Database
public import Foundation
import Orders

extension Delivery {
    /// Takes a carrier's parcels into the day: each line that can be used becomes a shipment that waits at the hub for the next plan.
    ///
    /// A parcel whose number the carrier has sent before is left as it is, so the same list twice changes nothing, and a mended list adds what is new.
    ///
    /// - Parameters:
    ///   - readyAt: when the parcels are sorted at the hub; `nil`: when it opens.
    ///   - isPreview: says what would be, and keeps nothing.
    /// - Throws: `CSVTableError` when the file cannot be read, ``ManifestRefused`` when hub, carrier or time cannot be.
    public func importManifest(
        _ bytes: Data, carrier: String, hub key: String, day: CalendarDay, readyAt: TimeOfDay? = nil, isPreview: Bool = false,
        by account: AccountID? = nil
    ) async throws -> ManifestReport {
        let carrier = carrier.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !carrier.isEmpty, carrier.count <= 60 else {
            throw ManifestRefused(field: "carrier", detail: "The carrier's name has 1 to 60 characters.")
        }
        let hubs = try await hubs()
        guard let hub = hubs.first(where: { $0.key == key }) else {
            let known = hubs.map(\.key).sorted().joined(separator: ", ")
            throw ManifestRefused(field: "hub", detail: "There is no hub '\(key)'; there are \(known).")
        }
        guard day >= ServiceDay(containing: now()).day else {
            throw ManifestRefused(field: "day", detail: "\(day) is over.")
        }
        let file = try ManifestFile(bytes)
        let serviceDay = ServiceDay(day)
        let ready = serviceDay.moment(readyAt ?? hub.opens)
        guard ready < serviceDay.moment(hub.closes) else {
            throw ManifestRefused(field: "ready", detail: "\(hub.name) closes at \(hub.closes).")
        }
        let windows = try await windowTemplates()
        let open = (windows.map(\.start).min() ?? hub.opens)...(windows.map(\.end).max() ?? hub.closes)
        return try await database.transaction("delivery.importManifest") { transaction in
            try await DayBasis.lock(day, in: transaction)
            // The same list may be sent for two days at once.
            _ = try await transaction.query(
                "delivery.lockCarrier", "SELECT pg_advisory_xact_lock(hashtextextended(\(carrier), 9))")
            let known = try await knownTrackings(file.rows.map(\.tracking), of: carrier, in: transaction)
            var problems = file.problems
            var drafts: [(tracking: String, draft: ShipmentDraft)] = []
            for row in file.rows where !known.contains(row.tracking) {
                do {
                    let draft = try await draft(
                        row, of: carrier, at: hub, day: day, readyAt: ready, open: open, in: transaction)
                    drafts.append((row.tracking, draft))
                } catch let problem as LineProblem {
                    problems.append(problem)
                }
            }
            var id: ManifestID?
            if !isPreview, !drafts.isEmpty {
                id = try await store(drafts, carrier: carrier, hub: hub.id, day: day, by: account, in: transaction)
            }
            return ManifestReport(
                manifest: id, isPreview: isPreview, accepted: drafts.count, known: known.count,
                weightGrams: drafts.map(\.draft.weight.rawValue).reduce(0, +), refused: problems.sorted { $0.line < $1.line })
        }
    }

    /// - Parameter open: the times of day between which the city delivers.
    /// - Throws: ``LineProblem`` when the line cannot be taken.
    private func draft(
        _ row: ManifestFile.Row, of carrier: String, at hub: MicroHub, day: CalendarDay, readyAt ready: Date,
        open: ClosedRange<TimeOfDay>, in transaction: Transaction
    ) async throws -> ShipmentDraft {
        let serviceDay = ServiceDay(day)
        let window = row.window ?? open
        let (start, end) = (serviceDay.moment(window.lowerBound), serviceDay.moment(window.upperBound))
        guard end > max(ready, now()) else {
            throw row.problem("to", "\(window.upperBound)", "is over before the parcel is ready", "tell a later window")
        }
        do {
            let door = try await locate(row.contact.address, in: transaction)
            // A hub that can be loaded has a place.
            let place = hub.location ?? door
            return ShipmentDraft(
                origin: row.isCollection
                    ? .door(door, .parcel, order: nil, to: .hub(hub.id, name: hub.name)) : .hub(hub.id, sender: carrier),
                day: day, destination: row.isCollection ? place : door, contact: row.contact, parcels: row.parcels,
                weight: row.weight, volume: row.volume,
                heaviest: Grams((row.weight.rawValue + row.parcels - 1) / row.parcels), handling: row.handling, readyAt: ready,
                windowStart: start, windowEnd: end)
        } catch let unknown as UnknownAddress {
            let similar = unknown.similarStreets.prefix(3).joined(separator: ", ")
            throw row.problem(
                "street", "\(unknown.street) \(unknown.houseNumber)", "is no street of the city",
                similar.isEmpty ? "look the address up" : "perhaps \(similar)")
        }
    }

    private func knownTrackings(
        _ trackings: [String], of carrier: String, in transaction: Transaction
    ) async throws -> Set<String> {
        Set(
            try await transaction.query(
                "delivery.knownTrackings",
                """
                SELECT tracking FROM delivery.shipment
                WHERE carrier = \(carrier) AND tracking = ANY (\(trackings)) AND state <> 'cancelled' AND closed_at IS NULL
                """
            ).decode(String.self))
    }

    private func store(
        _ drafts: [(tracking: String, draft: ShipmentDraft)], carrier: String, hub: HubID, day: CalendarDay,
        by account: AccountID?,
        in transaction: Transaction
    ) async throws -> ManifestID {
        let id = ManifestID.new()
        try await transaction.execute(
            "delivery.insertManifest",
            """
            INSERT INTO delivery.manifest (id, carrier, hub_id, day, imported_at, imported_by)
            VALUES (\(id), \(carrier), \(hub), \(day), \(now()), \(account))
            """)
        var shipments: [ShipmentID] = []
        for (_, draft) in drafts { shipments.append(try await createShipment(draft, in: transaction)) }
        try await transaction.execute(
            "delivery.labelShipments",
            """
            UPDATE delivery.shipment SET manifest_id = \(id), carrier = \(carrier), tracking = label.tracking
            FROM unnest(\(shipments), \(drafts.map(\.tracking))) AS label (shipment_id, tracking) WHERE shipment.id = label.shipment_id
            """)
        return id
    }

    /// The manifests of a day, the newest first.
    public func manifests(on day: CalendarDay) async throws -> [Manifest] {
        try await manifests(where: "manifest.day = \(day)")
    }

    /// - Returns: `nil` when there is none.
    public func manifest(_ id: ManifestID) async throws -> Manifest? {
        try await manifests(where: "manifest.id = \(id)").first
    }

    private func manifests(where filter: SQL) async throws -> [Manifest] {
        try await database.query(
            "delivery.manifests",
            """
            SELECT manifest.id, manifest.carrier, hub.key, manifest.day, manifest.imported_at, manifest.withdrawn_at, count(shipment.id),
                count(shipment.id) FILTER (WHERE shipment.state IN ('planned', 'underway')),
                count(shipment.id) FILTER (WHERE shipment.state = 'delivered' OR EXISTS (
                    SELECT FROM delivery.shipment AS again WHERE again.first_id = shipment.id AND again.state = 'delivered'))
            FROM delivery.manifest JOIN delivery.hub ON hub.id = manifest.hub_id
            LEFT JOIN delivery.shipment ON shipment.manifest_id = manifest.id
            WHERE \(filter) GROUP BY manifest.id, hub.key ORDER BY manifest.imported_at DESC, manifest.id
            """
        ).decode(ManifestID.self, String.self, String.self, CalendarDay.self, Date.self, Date?.self, Int.self, Int.self, Int.self)
            .map {
                Manifest(
                    id: $0.0, carrier: $0.1, hub: $0.2, day: $0.3, importedAt: $0.4, withdrawnAt: $0.5, parcels: $0.6,
                    planned: $0.7,
                    delivered: $0.8)
            }
    }

    /// A manifest's parcels in the order in which they are loaded: by tour and trip, what is brought last first; those without a tour at the end.
    public func parcels(of id: ManifestID) async throws -> [ManifestParcel] {
        let rows = try await database.query(
            "delivery.manifestParcels",
            """
            SELECT shipment.id, shipment.tracking, shipment.number, coalesce((
                    SELECT again.state FROM delivery.shipment AS again WHERE again.first_id = shipment.id AND again.state <> 'cancelled'
                    ORDER BY again.attempt DESC LIMIT 1), shipment.state), shipment.kind = 'collection', shipment.contact,
                CASE shipment.kind WHEN 'collection' THEN shipment.origin_latitude ELSE shipment.destination_latitude END,
                CASE shipment.kind WHEN 'collection' THEN shipment.origin_longitude ELSE shipment.destination_longitude END,
                shipment.parcels, shipment.weight_grams, shipment.window_start, shipment.window_end,
                stop.tour, stop.trip, stop.door, stop.service_start
            FROM delivery.shipment
            LEFT JOIN LATERAL (
                SELECT tour.number AS tour, own.trip, own.service_start,
                    (SELECT count(*) FROM delivery.tour_stop AS other WHERE other.tour_id = own.tour_id AND other.trip = own.trip
                        AND other.window_end IS NOT NULL AND other.position <= own.position) AS door
                FROM delivery.tour_stop AS own JOIN delivery.tour ON tour.id = own.tour_id JOIN delivery.plan ON plan.id = tour.plan_id
                WHERE own.shipment_id = shipment.id AND own.window_end IS NOT NULL AND plan.day = shipment.day
                    AND plan.version = (SELECT max(version) FROM delivery.plan AS newest WHERE newest.day = shipment.day)
                ORDER BY own.position DESC LIMIT 1
            ) AS stop ON shipment.state NOT IN ('waiting', 'cancelled')
            WHERE shipment.manifest_id = \(id)
            ORDER BY stop.tour NULLS LAST, stop.trip, stop.door DESC, shipment.number
            """
        ).decode(
            ShipmentID.self, String.self, ShipmentNumber.self, ShipmentState.self, Bool.self, Data?.self, Double.self,
            Double.self,
            Int.self, Int.self, Date.self, Date.self, Int?.self, Int?.self, Int?.self, Date?.self)
        return try rows.map { row in
            let contact = try row.5.map { try personalData.open($0, as: Contact.self, for: Self.purpose(row.0)) }
            return ManifestParcel(
                tracking: row.1, number: row.2, state: row.3, isCollection: row.4, recipient: contact?.recipient.name ?? "",
                destination: ShipmentDestination(contact?.address, latitude: row.6, longitude: row.7), parcels: row.8,
                weightGrams: row.9, windowStart: row.10, windowEnd: row.11, tour: row.12, trip: row.13, door: row.14, eta: row.15)
        }
    }

    /// Takes a manifest back: what is not under way or done is not brought any more. Its numbers can be sent again.
    /// - Returns: how many parcels were taken out; `nil` when there is no such manifest.
    public func withdrawManifest(_ id: ManifestID) async throws -> Int? {
        try await database.transaction("delivery.withdrawManifest") { transaction in
            let row = try await transaction.first(
                "delivery.markManifestWithdrawn",
                "UPDATE delivery.manifest SET withdrawn_at = coalesce(withdrawn_at, \(now())) WHERE id = \(id) RETURNING day")
            guard let day = try row?.decode(CalendarDay.self) else { return nil }
            try await DayBasis.lock(day, in: transaction)
            return try await transaction.execute(
                "delivery.withdrawShipments",
                """
                UPDATE delivery.shipment SET state = 'cancelled'
                WHERE manifest_id = \(id) AND state IN ('waiting', 'planned', 'failed')
                    OR state IN ('waiting', 'planned')
                        AND first_id IN (SELECT id FROM delivery.shipment AS parcel WHERE parcel.manifest_id = \(id))
                """)
        }
    }
}

extension ManifestFile.Row {
    fileprivate func problem(_ column: String, _ value: String, _ reason: String, _ remedy: String) -> LineProblem {
        LineProblem(line: line, column: column, value: value, reason: reason, remedy: remedy)
    }
}

extension ShipmentDestination {
    /// - Parameters:
    ///   - address: `nil` where it has been erased, and where it ends at no door.
    ///   - name: of the shop or hub where it ends; empty for a door.
    init(_ address: DeliveryAddress?, name: String = "", latitude: Double, longitude: Double) {
        self.init(
            name: name, street: address?.street ?? "", houseNumber: address?.houseNumber ?? "", postcode: address?.postcode ?? "",
            city: address?.city ?? "", latitude: latitude, longitude: longitude)
    }
}
