public import Accounts
public import Foundation

/// A rider's phone, as far as it signs reports.
public struct RiderDevice: Hashable, Codable, Sendable {
    public let id: DeviceID
    /// What the rider calls it, or what it calls itself.
    public let name: String
    public let createdAt: Date
    /// From when on its reports are refused.
    public let revokedAt: Date?
}

/// A device with its key, which is shown only once.
public struct RegisteredDevice: Sendable {
    public let device: RiderDevice
    public let key: MessageKey
}
