import Accounts
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird

/// Parcels of other carriers that are brought with the city's own.
struct ManifestEndpoints {
    let delivery: Delivery

    private static let base = "/api/v1/dispatch/manifests"
    /// Five thousand lines with room to spare.
    private static let largestFile = 4 << 20

    var endpoints: [Endpoint] {
        let base = Self.base
        return [
            .get(base, .dispatch, list),
            .post(base, .dispatch, importManifest),
            .get("\(base)/{id}", .dispatch, parcels),
            .delete("\(base)/{id}", .dispatch, withdraw),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        return try JSON.response(ListResource(items: try await delivery.manifests(on: day)))
    }

    @Sendable private func importManifest(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        guard let carrier = parameters.text("carrier") else {
            throw ProblemDetails.badParameter("carrier", "the name of the carrier whose parcels they are is expected.")
        }
        guard let hub = parameters.text("hub") else {
            throw ProblemDetails.badParameter("hub", "the key of the hub where the parcels are is expected.")
        }
        var ready: TimeOfDay?
        if let text = parameters.text("ready") {
            ready = TimeOfDay(text)
            if ready == nil { throw ProblemDetails.badParameter("ready", "a time of day like 09:30 is expected.") }
        }
        let day = try await delivery.dayMeant(by: try parameters.day())
        let file = try await request.bytes(upTo: Self.largestFile)
        let report = try await delivery.importManifest(
            file, carrier: carrier, hub: hub, day: day, readyAt: ready,
            isPreview: try parameters.flag("preview") ?? false, by: try context.requirePrincipal().accountID)
        return try JSON.response(report, status: report.manifest == nil ? .ok : .created)
    }

    private struct ManifestWithParcels: Encodable {
        let manifest: Manifest
        let items: [ManifestParcel]
    }

    @Sendable private func parcels(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let id: ManifestID = try context.pathID("id", of: "manifest")
        guard let manifest = try await delivery.manifest(id) else { throw ProblemDetails.notFound("manifest") }
        return try JSON.response(ManifestWithParcels(manifest: manifest, items: try await delivery.parcels(of: id)))
    }

    private struct Withdrawal: Encodable {
        let withdrawn: Int
    }

    @Sendable private func withdraw(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let withdrawn = try await delivery.withdrawManifest(try context.pathID("id", of: "manifest")) else {
            throw ProblemDetails.notFound("manifest")
        }
        return try JSON.response(Withdrawal(withdrawn: withdrawn))
    }
}
