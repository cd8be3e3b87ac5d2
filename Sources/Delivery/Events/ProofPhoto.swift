public import Foundation

/// A picture of a hand-over. Only dispatchers and whoever has the order see it.
public struct ProofPhoto: Hashable, Codable, Sendable {
    public let id: PhotoID
    public let shipmentNumber: ShipmentNumber
    public let type: PhotoType
    public let byteCount: Int
    public let receivedAt: Date
}

/// Why a picture was not taken.
public enum PhotoProblem: Error, Hashable, Sendable {
    /// No stop at a door or shop, or one of a tour that is not this rider's.
    case noSuchStop
    case tooLarge
    /// Neither JPEG nor PNG nor WebP.
    case unknownType
    case damaged
    case tooMany
    /// The identifier was used for another picture.
    case identifierReused
}
