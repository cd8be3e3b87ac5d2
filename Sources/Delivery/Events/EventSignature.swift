public import Accounts
public import Foundation

/// By which device a report was signed, and how.
public struct EventSignature: Hashable, Codable, Sendable {
    public let device: DeviceID
    /// HMAC-SHA-256 over ``StopEvent/signedMessage(at:by:)`` with the device's key, in base64url.
    public let mac: String

    public init(device: DeviceID, mac: String) {
        self.device = device
        self.mac = mac
    }

    var bytes: Data? { Base64URL.decode(mac) }
}

extension StopEvent {
    /// What a device signs: each part as its length in UTF-8 bytes, a colon, the part and a comma, so that no two reports have the same text.
    ///
    /// The parts: `schaufenster-event-1`, the device, the stop, the event's identifier (lower case), the kind, the rider's clock as
    /// `2026-11-23T12:05:00Z`, note, proof, and `true`, `false` or nothing for a checked age. What is not told is empty.
    public func signedMessage(at stop: TourStopID, by device: DeviceID) -> Data {
        let parts = [
            "schaufenster-event-1", device.description, stop.description, id.description, kind.rawValue, at.formatted(.iso8601),
            note ?? "", proof ?? "", ageChecked.map { $0 ? "true" : "false" } ?? "",
        ]
        return Data(parts.map { "\($0.utf8.count):\($0)," }.joined().utf8)
    }

    /// The same report, signed.
    public func signed(with key: MessageKey, by device: DeviceID, at stop: TourStopID) -> StopEvent {
        var signed = self
        signed.signature = EventSignature(
            device: device, mac: Base64URL.encode(key.signature(of: signedMessage(at: stop, by: device))))
        return signed
    }
}
