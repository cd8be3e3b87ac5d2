import Accounts
public import Database
public import Foundation
public import Orders

extension Delivery {
    /// Bytes that a picture may have.
    public static let largestPhoto = 4 << 20
    /// Pictures of one shipment.
    static let mostPhotos = 6

    /// Keeps a picture of a hand-over, without what the camera wrote into it, sealed. The same picture twice is one.
    /// - Throws: ``PhotoProblem``.
    @discardableResult
    public func keepPhoto(_ bytes: Data, as id: PhotoID, at stopID: TourStopID, by rider: RiderID) async throws -> ProofPhoto {
        guard bytes.count <= Self.largestPhoto else { throw PhotoProblem.tooLarge }
        guard let type = PhotoType(of: bytes) else { throw PhotoProblem.unknownType }
        guard let clean = type.withoutMetadata(bytes) else { throw PhotoProblem.damaged }
        let sealed = try personalData.seal(clean, for: Self.photoPurpose(id))
        return try await database.transaction("delivery.keepPhoto") { transaction in
            let stop = try await transaction.first(
                "delivery.photoStop",
                """
                SELECT stop.shipment_id, plan.day FROM delivery.tour_stop AS stop JOIN delivery.tour ON tour.id = stop.tour_id
                JOIN delivery.plan ON plan.id = tour.plan_id WHERE stop.id = \(stopID) AND stop.shipment_id IS NOT NULL
                """)
            guard let (shipment, day) = try stop?.decode(ShipmentID.self, CalendarDay.self),
                try await mayTell(rider, of: [stopID], at: now(), in: transaction)
            else { throw PhotoProblem.noSuchStop }
            try await DayBasis.lock(day, in: transaction)
            if let earlier = try await transaction.first(
                "delivery.earlierPhoto", "SELECT stop_id, rider_id, byte_count FROM delivery.proof_photo WHERE id = \(id)")
            {
                guard try earlier.decode(TourStopID.self, RiderID.self, Int.self) == (stopID, rider, clean.count) else {
                    throw PhotoProblem.identifierReused
                }
            } else {
                let count = try await transaction.one(
                    "delivery.countPhotos", "SELECT count(*) FROM delivery.proof_photo WHERE shipment_id = \(shipment)"
                ).decode(Int.self)
                guard count < Self.mostPhotos else { throw PhotoProblem.tooMany }
                try await transaction.execute(
                    "delivery.insertPhoto",
                    """
                    INSERT INTO delivery.proof_photo (id, stop_id, shipment_id, day, rider_id, type, byte_count, picture, received_at)
                    VALUES (\(id), \(stopID), \(shipment), \(day), \(rider), \(type), \(clean.count), \(sealed), \(now()))
                    """)
            }
            return try await photos(where: "photo.id = \(id)", in: transaction)[0]
        }
    }

    /// The pictures of a shipment in the order in which they came.
    public func photos(of shipment: ShipmentNumber) async throws -> [ProofPhoto] {
        try await photos(where: "shipment.number = \(shipment)", in: database)
    }

    /// The pictures of an order's shipments.
    public func photos(of order: OrderID) async throws -> [ProofPhoto] {
        try await photos(where: "shipment.order_id = \(order)", in: database)
    }

    /// A picture's bytes.
    /// - Parameter order: whose it must be; `nil`: any.
    /// - Returns: `nil` when there is no such picture, or no more.
    public func photo(_ id: PhotoID, of order: OrderID? = nil) async throws -> (type: PhotoType, bytes: Data)? {
        let filter: SQL = if let order { "photo.id = \(id) AND shipment.order_id = \(order)" } else { "photo.id = \(id)" }
        let row = try await database.first(
            "delivery.photo",
            """
            SELECT photo.type, photo.picture FROM delivery.proof_photo AS photo
            JOIN delivery.shipment ON shipment.id = photo.shipment_id WHERE \(filter)
            """)
        guard let (type, sealed) = try row?.decode(PhotoType.self, Data.self) else { return nil }
        return (type, try personalData.open(sealed, for: Self.photoPurpose(id)))
    }

    /// Deletes the pictures of days before `day`.
    /// - Returns: how many.
    @discardableResult
    public func deletePhotos(before day: CalendarDay) async throws -> Int {
        try await database.execute("delivery.deletePhotos", "DELETE FROM delivery.proof_photo WHERE day < \(day)")
    }

    private func photos(where filter: SQL, in queryable: any Queryable) async throws -> [ProofPhoto] {
        try await queryable.query(
            "delivery.photos",
            """
            SELECT photo.id, shipment.number, photo.type, photo.byte_count, photo.received_at
            FROM delivery.proof_photo AS photo JOIN delivery.shipment ON shipment.id = photo.shipment_id
            WHERE \(filter) ORDER BY photo.received_at, photo.id
            """
        ).decode(PhotoID.self, ShipmentNumber.self, PhotoType.self, Int.self, Date.self).map {
            ProofPhoto(id: $0.0, shipmentNumber: $0.1, type: $0.2, byteCount: $0.3, receivedAt: $0.4)
        }
    }

    private static func photoPurpose(_ id: PhotoID) -> String { "delivery.photo/\(id)" }
}
