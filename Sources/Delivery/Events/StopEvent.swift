public import Database
public import Foundation

/// What a rider reports of a stop.
public struct StopEvent: Hashable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case arrived
        case pickedUp = "picked-up"
        case delivered
        case failed
    }

    public let id: EventID
    public let kind: Kind
    /// By the clock of the rider's phone.
    public let at: Date
    public let note: String?
    /// A code, a name or a reference to a picture.
    public let proof: String?
    /// Whether the rider looked at an identity card; `nil`: it was not needed.
    public let ageChecked: Bool?
    /// `nil` from clients that have no device.
    public internal(set) var signature: EventSignature?

    public init(
        id: EventID, kind: Kind, at: Date, note: String? = nil, proof: String? = nil, ageChecked: Bool? = nil,
        signature: EventSignature? = nil
    ) {
        self.id = id
        self.kind = kind
        self.at = at
        self.note = note
        self.proof = proof
        self.ageChecked = ageChecked
        self.signature = signature
    }
}
