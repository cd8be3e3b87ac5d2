public import Foundation

/// A role an account has, with the one thing it is bound to, where it is bound to one.
public enum RoleGrant: Hashable, Sendable {
    case shopper
    case retailer(RetailerID)
    case dispatcher
    /// The rider's id is Delivery's.
    case rider(UUID)
    case `operator`

    public var role: Role {
        switch self {
        case .shopper: .shopper
        case .retailer: .retailer
        case .dispatcher: .dispatcher
        case .rider: .rider
        case .operator: .operator
        }
    }

    /// The retailer whose staff this is; nil for other roles.
    public var retailerID: RetailerID? {
        if case .retailer(let id) = self { id } else { nil }
    }

    /// The rider this is; nil for other roles.
    public var riderID: UUID? {
        if case .rider(let id) = self { id } else { nil }
    }

    /// The grant a row of the table means; nil when role and ids do not belong together.
    init?(role: Role, retailerID: RetailerID?, riderID: UUID?) {
        switch (role, retailerID, riderID) {
        case (.shopper, nil, nil): self = .shopper
        case (.retailer, let retailerID?, nil): self = .retailer(retailerID)
        case (.dispatcher, nil, nil): self = .dispatcher
        case (.rider, nil, let riderID?): self = .rider(riderID)
        case (.operator, nil, nil): self = .operator
        default: return nil
        }
    }
}

/// `{"role": "retailer", "retailerID": "…"}`, as the API shows it.
extension RoleGrant: Codable {
    private enum CodingKeys: String, CodingKey { case role, retailerID, riderID }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let grant = RoleGrant(
            role: try container.decode(Role.self, forKey: .role),
            retailerID: try container.decodeIfPresent(RetailerID.self, forKey: .retailerID),
            riderID: try container.decodeIfPresent(UUID.self, forKey: .riderID))
        guard let grant else {
            throw DecodingError.dataCorruptedError(
                forKey: .role, in: container,
                debugDescription: "The role retailer needs retailerID, rider needs riderID, the others neither.")
        }
        self = grant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(role, forKey: .role)
        try container.encodeIfPresent(retailerID, forKey: .retailerID)
        try container.encodeIfPresent(riderID?.uuidString.lowercased(), forKey: .riderID)
    }
}
