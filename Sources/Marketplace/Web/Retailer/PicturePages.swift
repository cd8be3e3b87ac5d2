import Accounts
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import Pictures

/// Where a retailer's staff upload pictures and see which could not be fetched. Another retailer's products are not there.
struct PicturePages {
    let pages: Pages
    let catalog: Catalog
    let cartCookie: CartCookie

    private static let base = "/haendler/bilder"
    /// What a form needs besides the picture.
    private static let roomForFields = 1 << 14

    var endpoints: [Endpoint] {
        [
            .get(Self.base, .role(.retailer), overview),
            .post("\(Self.base)/artikel", .role(.retailer), uploadPicture),
            .post("\(Self.base)/logo", .role(.retailer), uploadLogo),
            .post("\(Self.base)/nochmal", .role(.retailer), retry),
        ]
    }

    @Sendable private func overview(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        var frame = try await cartCookie.frame(request, context)
        let hint = QueryParameters(request).text("hinweis") ?? ""
        if let notice = Notice(rawValue: hint) {
            if notice.isGood { frame.notice = notice.sentence } else { frame.problem = notice.sentence }
        } else if let fault = PictureFault(rawValue: hint) {
            frame.problem = fault.sentence(in: .german)
        }
        let retailer = try context.retailerID()
        let page = PicturePage(
            shops: try await catalog.shops(of: retailer), missing: try await catalog.missingPictures(of: retailer), at: Date())
        return try pages.render("pictures", frame, page)
    }

    /// What a redirect to the page says.
    private enum Notice: String {
        case kept = "bild"
        case logoKept = "logo"
        case again = "nochmal"
        case unknownSKU = "nummer"
        case noFile = "datei"
        case incomplete = "unvollstaendig"

        var isGood: Bool { self == .kept || self == .logoKept || self == .again }

        var sentence: String {
            switch self {
            case .kept: "Das Bild ist im Schaufenster."
            case .logoKept: "Das Logo ist im Schaufenster."
            case .again: "Die Bilder werden noch einmal geholt. Das dauert einen Augenblick."
            case .unknownSKU: "Einen Artikel mit dieser Nummer gibt es in diesem Laden nicht."
            case .noFile: "Bitte wählen Sie ein Bild aus."
            case .incomplete: "Das Bild ist nicht ganz angekommen. Bitte laden Sie es noch einmal hoch."
            }
        }
    }

    @Sendable private func uploadPicture(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let retailer = try context.retailerID()
        return try await receive(request) { form, shop, picture in
            guard let sku = SKU(rawValue: form["nummer"]), let product = try await catalog.productID(sku, in: shop, of: retailer)
            else {
                return .unknownSKU
            }
            _ = try await catalog.setPicture(picture, of: product, retailer)
            return .kept
        }
    }

    @Sendable private func uploadLogo(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let retailer = try context.retailerID()
        return try await receive(request) { _, shop, picture in
            guard try await catalog.setLogo(picture, of: shop, retailer) != nil else { throw ProblemDetails.notFound("shop") }
            return .logoKept
        }
    }

    /// Keeps the picture of a form and uses it; or says what is wrong with it.
    private func receive(
        _ request: Request, _ use: (UploadForm, ShopID, PictureID) async throws -> Notice
    ) async throws -> Response {
        do {
            let form = try await UploadForm(request, upTo: PictureScaler.mostBytes + Self.roomForFields)
            guard let shop = ShopID(form["laden"]) else { throw ProblemDetails.notFound("shop") }
            let picture = try await PictureIntake(catalog: catalog).keep(form.file)
            return Self.back(try await use(form, shop, picture).rawValue)
        } catch let fault as PictureFault {
            return Self.back(fault.rawValue)
        } catch let error as MultipartError {
            switch error {
            case .tooLong: return Self.back(PictureFault.tooLarge.rawValue)
            case .fileMissing: return Self.back(Notice.noFile.rawValue)
            case .incomplete, .malformed, .headTooLong, .notMultipart: return Self.back(Notice.incomplete.rawValue)
            }
        }
    }

    @Sendable private func retry(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await catalog.retryPictures(of: try context.retailerID())
        return Self.back(Notice.again.rawValue)
    }

    private static func back(_ hint: String) -> Response {
        .redirect(to: "\(base)?hinweis=\(hint)", type: .normal)
    }
}
