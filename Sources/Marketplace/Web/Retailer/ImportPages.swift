import Accounts
import Catalog
import HTTPTypes
import Hummingbird

/// The way of a catalog onto the page: upload, look, apply, take back. Another retailer's uploads are not there.
struct ImportPages {
    let pages: Pages
    let catalog: Catalog
    let cartCookie: CartCookie

    private static let base = "/haendler/katalog"

    var endpoints: [Endpoint] {
        let one = "\(Self.base)/{id}"
        return [
            .post(Self.base, .role(.retailer), upload),
            .get(one, .role(.retailer), show),
            .post("\(one)/uebernehmen", .role(.retailer), apply),
            .post("\(one)/zuruecknehmen", .role(.retailer), undo),
            .get("\(one)/abgewiesen.csv", .role(.retailer), refused),
        ]
    }

    /// Keeps the file as it comes in and leads to its page, where the look at it appears.
    @Sendable private func upload(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let options = try ImportOptions(QueryParameters(request))
        do {
            let file = try MultipartFile("file", of: request)
            let id = try await catalog.receiveImport(
                file, for: try context.retailerID(), options: options, fileName: QueryParameters(request).text("name") ?? "",
                by: try context.requirePrincipal().accountID)
            return Self.page(of: id)
        } catch let error as CatalogFileError {
            return try await problem(error.message(in: .german), request, context)
        } catch let error as MultipartError {
            let sentence =
                switch error {
                case .fileMissing: "Bitte wählen Sie eine Datei aus."
                case .incomplete: "Die Datei ist nicht ganz angekommen. Bitte laden Sie sie noch einmal hoch."
                case .notMultipart, .malformed, .headTooLong, .tooLong:
                    "Das Formular war nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch."
                }
            return try await problem(sentence, request, context)
        }
    }

    private static func page(of id: ImportID, hint: String = "") -> Response {
        .redirect(to: "\(base)/\(id)\(hint.isEmpty ? "" : "?hinweis=\(hint)")", type: .normal)
    }

    private struct UploadPage {
        let sentence: String
    }

    private func problem(_ sentence: String, _ request: Request, _ context: MarketplaceContext) async throws -> Response {
        var frame = try await cartCookie.frame(request, context)
        frame.problem = sentence
        return try pages.render("upload", frame, UploadPage(sentence: sentence), status: .unprocessableContent)
    }

    @Sendable private func show(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let id: ImportID = try context.pathID("id", of: "import")
        guard let found = try await catalog.catalogImport(id, of: try context.retailerID()) else {
            throw ProblemDetails.notFound("import")
        }
        var frame = try await cartCookie.frame(request, context)
        switch QueryParameters(request).text("hinweis") {
        case "bestaetigen": frame.problem = "Bitte bestätigen Sie, dass so viele Artikel aus dem Verkauf gehen sollen."
        case "stand": frame.problem = "Diese Datei hat inzwischen einen anderen Stand."
        case "spaetere": frame.problem = "Danach wurde schon eine andere Datei übernommen. Nehmen Sie zuerst die spätere zurück."
        default: break
        }
        func items(_ kind: ImportItem.Kind) async throws -> [ImportItem] {
            found.state == .ready ? try await catalog.importItems(of: id, kind: kind, limit: ImportPage.mostItems) : []
        }
        let page = ImportPage(
            found, new: try await items(.new), changed: try await items(.changed), missing: try await items(.missing))
        var response = try pages.render("import", frame, page)
        // For browsers without scripts; with them, events tell.
        if page.isUnderWay, let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "2" }
        return response
    }

    @Sendable private func apply(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let confirms = try await FormFields(request)["confirm"] == "yes"
        return try await change(context) { id, retailer in
            _ = try await catalog.applyImport(id, of: retailer, isConfirmed: confirms)
        }
    }

    @Sendable private func undo(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await change(context) { id, retailer in _ = try await catalog.undoImport(id, of: retailer) }
    }

    private func change(_ context: MarketplaceContext, _ change: (ImportID, RetailerID) async throws -> Void) async throws
        -> Response
    {
        let id: ImportID = try context.pathID("id", of: "import")
        do {
            try await change(id, try context.retailerID())
            return Self.page(of: id)
        } catch is ConfirmationNeeded {
            return Self.page(of: id, hint: "bestaetigen")
        } catch let error as ImportStateError {
            switch error {
            case .notFound, .fileGone: throw error
            case .wrongState: return Self.page(of: id, hint: "stand")
            case .notTheLatest: return Self.page(of: id, hint: "spaetere")
            }
        }
    }

    @Sendable private func refused(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let id: ImportID = try context.pathID("id", of: "import")
        return try await catalog.refusedRows(of: id, of: try context.retailerID(), in: .german).response
    }
}
