import Accounts
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Uploads that are looked at before they are applied and can be taken back. Another retailer's are not there.
struct ImportEndpoints {
    let catalog: Catalog

    private static let base = "/api/v1/retailer/imports"

    var endpoints: [Endpoint] {
        let one = "\(Self.base)/{id}"
        return [
            .post("/api/v1/retailer/catalog", .role(.retailer), importAtOnce),
            .post(Self.base, .role(.retailer), upload),
            .get(Self.base, .role(.retailer), list),
            .get(one, .role(.retailer), show),
            .get("\(one)/items", .role(.retailer), items),
            .get("\(one)/events", .role(.retailer), events),
            .get("\(one)/refused", .role(.retailer), refused),
            .post("\(one)/apply", .role(.retailer), apply),
            .post("\(one)/undo", .role(.retailer), undo),
        ]
    }

    /// Applies the file at once, or, told to preview, only keeps it to be looked at.
    @Sendable private func importAtOnce(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        if try QueryParameters(request).flag("preview") == true { return try await upload(request, context) }
        let options = try ImportOptions(QueryParameters(request))
        let report = try await catalog.importCatalog(
            request.body.map(\.readableBytesView), for: try context.retailerID(), options: options,
            fileName: QueryParameters(request).text("name") ?? "", by: try context.requirePrincipal().accountID)
        // A report that nothing was taken is an answer, not an error: the file was read to its end.
        return try JSON.response(report, language: Language(preferredBy: request))
    }

    @Sendable private func upload(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let retailer = try context.retailerID()
        let id = try await catalog.receiveImport(
            request.body.map(\.readableBytesView), for: retailer, options: try ImportOptions(QueryParameters(request)),
            fileName: QueryParameters(request).text("name") ?? "", by: try context.requirePrincipal().accountID)
        guard let kept = try await catalog.catalogImport(id, of: retailer) else { throw ImportStateError.notFound }
        return try answer(kept, request, .accepted)
    }

    private func answer(_ found: CatalogImport, _ request: Request, _ status: HTTPResponse.Status = .ok) throws -> Response {
        var response = try JSON.response(found, status: status, language: Language(preferredBy: request))
        response.headers[.location] = "\(Self.base)/\(found.id)"
        return response
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let latest = try await catalog.catalogImports(of: try context.retailerID())
        return try JSON.response(ListResource(items: latest), language: Language(preferredBy: request))
    }

    private func found(_ context: MarketplaceContext) async throws -> CatalogImport {
        let id: ImportID = try context.pathID("id", of: "import")
        guard let found = try await catalog.catalogImport(id, of: try context.retailerID()) else {
            throw ProblemDetails.notFound("import")
        }
        return found
    }

    @Sendable private func show(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try answer(try await found(context), request)
    }

    private struct Items: Encodable {
        var items: [ImportItem]
        var next: String?
    }

    @Sendable private func items(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let found = try await found(context)
        guard let kind = try parameters.choice("kind", as: ImportItem.Kind.self) else {
            throw ProblemDetails.badParameter("kind", "one of new, changed, missing is expected.")
        }
        let limit = try parameters.limit()
        let after = try parameters.integer("cursor", in: 0...1_000_000) ?? 0
        let items = try await catalog.importItems(of: found.id, kind: kind, limit: limit, after: after)
        return try JSON.response(Items(items: items, next: items.count == limit ? "\(after + limit)" : nil))
    }

    /// Server-sent events: the import each time something about it has changed, until nothing more will.
    @Sendable private func events(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let first = try await found(context)
        let catalog = catalog
        return ServerSentEvents.following(
            first, language: Language(preferredBy: request), isOver: { !$0.state.isUnderWay },
            next: { try await catalog.catalogImport($0.id, of: $0.retailerID) })
    }

    @Sendable private func refused(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let id: ImportID = try context.pathID("id", of: "import")
        let rows = try await catalog.refusedRows(of: id, of: try context.retailerID(), in: Language(preferredBy: request))
        return rows.response
    }

    private struct Confirmation: Decodable {
        var confirm: Bool?
    }

    @Sendable private func apply(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let confirms = try await JSON.decodeIfPresent(Confirmation.self, from: request)?.confirm
        let id: ImportID = try context.pathID("id", of: "import")
        return try answer(
            try await catalog.applyImport(id, of: try context.retailerID(), isConfirmed: confirms ?? false), request, .accepted)
    }

    @Sendable private func undo(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let id: ImportID = try context.pathID("id", of: "import")
        return try answer(try await catalog.undoImport(id, of: try context.retailerID()), request, .accepted)
    }
}

extension ImportOptions {
    /// The options of a request. `mode` takes both what becomes of the other rows (good-rows, all-or-nothing) and of other products (update,
    /// replace).
    init(_ parameters: QueryParameters) throws {
        self.init()
        if let text = parameters.text("mode") {
            for word in text.split(separator: ",").map(String.init) {
                if let mode = ImportMode(rawValue: word) {
                    self.mode = mode
                } else if let scope = ImportScope(rawValue: word) {
                    self.scope = scope
                } else {
                    throw ProblemDetails.badParameter(
                        "mode", "of good-rows, all-or-nothing, update, replace one, or one of each two with a comma, is expected."
                    )
                }
            }
        }
        if let vat = try parameters.integer("vat", in: 0...19) {
            guard let rate = VATRate(rawValue: vat) else { throw ProblemDetails.badParameter("vat", "19, 7 or 0 is expected.") }
            defaults.vat = rate
        }
        defaults.shop = parameters.text("shop")
        isConfirmed = try parameters.flag("confirm") ?? false
    }
}

extension RefusedRows {
    /// As a file to download.
    var response: Response {
        var headers: HTTPFields = [.contentType: "text/csv; charset=utf-8"]
        headers[.contentDisposition] = "attachment; filename=\"abgewiesen.csv\""
        let rows = self
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                for try await bytes in rows { try await writer.write(ByteBuffer(bytes: bytes)) }
                try await writer.finish(nil)
            })
    }
}
