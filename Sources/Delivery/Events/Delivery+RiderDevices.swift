import Accounts
import Database
import Foundation

extension Delivery {
    /// Devices that a rider can use at once; with one more, the oldest is revoked.
    static let mostDevices = 5

    /// Hands out a key to a rider's phone. From the first one on, the rider's reports are taken only with a signature.
    /// - Parameter name: cut to 80 characters; "Telefon" where it is empty.
    public func registerDevice(of rider: RiderID, name: String) async throws -> RegisteredDevice {
        let id = DeviceID.new()
        let key = MessageKey.random()
        let trimmed = String(name.trimmingCharacters(in: .whitespacesAndNewlines).prefix(80))
        let sealed = try personalData.seal(key.reveal(), for: Self.devicePurpose(id))
        return try await database.transaction("delivery.registerDevice") { transaction in
            // Two at once would both see four.
            guard
                try await transaction.first(
                    "delivery.lockRider", "SELECT id FROM delivery.rider WHERE id = \(rider) AND active FOR UPDATE") != nil
            else { throw AssignmentProblem.noSuchRider }
            try await transaction.execute(
                "delivery.insertDevice",
                """
                INSERT INTO delivery.rider_device (id, rider_id, name, key, created_at)
                VALUES (\(id), \(rider), \(trimmed.isEmpty ? "Telefon" : trimmed), \(sealed), \(now()))
                """)
            try await transaction.execute(
                "delivery.revokeOldDevices",
                """
                UPDATE delivery.rider_device SET revoked_at = \(now()) WHERE id IN (
                    SELECT id FROM delivery.rider_device WHERE rider_id = \(rider) AND revoked_at IS NULL
                    ORDER BY created_at DESC, id DESC OFFSET \(Self.mostDevices))
                """)
            let device = try await devices(where: "id = \(id)", in: transaction)[0]
            return RegisteredDevice(device: device, key: key)
        }
    }

    /// A rider's devices, the newest first, those revoked too.
    public func devices(of rider: RiderID) async throws -> [RiderDevice] {
        try await devices(where: "rider_id = \(rider)", in: database)
    }

    /// Takes a device's key out of use: it was lost. What it has signed and sent stays.
    /// - Parameter rider: whose it must be; `nil`: anybody's.
    /// - Returns: `nil` when there is no such device.
    public func revokeDevice(_ id: DeviceID, of rider: RiderID? = nil) async throws -> RiderDevice? {
        let filter: SQL = if let rider { "id = \(id) AND rider_id = \(rider)" } else { "id = \(id)" }
        return try await database.transaction("delivery.revokeDevice") { transaction in
            try await transaction.execute(
                "delivery.revokeDevice",
                "UPDATE delivery.rider_device SET revoked_at = \(now()) WHERE \(filter) AND revoked_at IS NULL")
            return try await devices(where: filter, in: transaction).first
        }
    }

    private func devices(where filter: SQL, in queryable: any Queryable) async throws -> [RiderDevice] {
        try await queryable.query(
            "delivery.devices",
            "SELECT id, name, created_at, revoked_at FROM delivery.rider_device WHERE \(filter) ORDER BY created_at DESC, id DESC"
        ).decode(DeviceID.self, String.self, Date.self, Date?.self).map {
            RiderDevice(id: $0.0, name: $0.1, createdAt: $0.2, revokedAt: $0.3)
        }
    }

    /// Checks who sent a report.
    /// - Throws: ``StopEventProblem`` when its signature is missing, unknown or wrong.
    func checkSignature(
        of event: StopEvent, at stop: TourStopID, by rider: RiderID, in transaction: Transaction
    ) async throws {
        guard let signature = event.signature else {
            let hasDevice = try await transaction.one(
                "delivery.hasDevice", "SELECT EXISTS (SELECT FROM delivery.rider_device WHERE rider_id = \(rider))"
            ).decode(Bool.self)
            guard !hasDevice else { throw StopEventProblem.unsigned }
            return
        }
        guard
            let row = try await transaction.first(
                "delivery.deviceKey",
                "SELECT key, revoked_at FROM delivery.rider_device WHERE id = \(signature.device) AND rider_id = \(rider)")
        else { throw StopEventProblem.unknownDevice }
        let (sealed, revokedAt) = try row.decode(Data.self, Date?.self)
        guard revokedAt == nil else { throw StopEventProblem.unknownDevice }
        let bytes: Data = try personalData.open(sealed, for: Self.devicePurpose(signature.device))
        guard let key = MessageKey(bytes: bytes), let mac = signature.bytes,
            key.isSignature(mac, of: event.signedMessage(at: stop, by: signature.device))
        else { throw StopEventProblem.wrongSignature }
    }

    private static func devicePurpose(_ id: DeviceID) -> String { "delivery.device/\(id)" }
}
