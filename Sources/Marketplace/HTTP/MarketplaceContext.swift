import Accounts
import Delivery
import Foundation
import Hummingbird

/// What a handler knows about the request besides the request itself.
struct MarketplaceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who calls, if the request carried a valid token.
    var principal: Principal?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// The caller of a route that only signed-in accounts reach.
    /// - Throws: 401 if there is none.
    func requirePrincipal() throws -> Principal {
        guard let principal else { throw ProblemDetails.tokenNeeded }
        return principal
    }

    /// A path parameter that is an id.
    /// - Throws: 404 if it is not a UUID: nothing has such an id.
    func pathID<ID: RawRepresentable>(_ name: String, as type: ID.Type = ID.self, of what: String) throws -> ID
    where ID.RawValue == UUID {
        guard let uuid = parameters.get(name, as: UUID.self), let id = ID(rawValue: uuid) else {
            throw ProblemDetails.notFound(what)
        }
        return id
    }

    /// The path parameter `number`: a shipment's.
    /// - Throws: 404 if it is no number like S-000123.
    func shipmentNumber(of what: String = "shipment") throws -> ShipmentNumber {
        guard let number = parameters.get("number").flatMap({ ShipmentNumber(text: $0) }) else {
            throw ProblemDetails.notFound(what)
        }
        return number
    }
}
