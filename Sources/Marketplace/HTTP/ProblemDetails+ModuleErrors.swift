import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

extension ProblemDetails {
    /// The answer to an error that a handler did not catch.
    /// - Parameter language: of the sentences about uploaded files.
    init(describing error: any Error, in language: Language = .german) {
        switch error {
        case let problem as ProblemDetails: self = problem
        case let problem as CartProblem: self.init(problem)
        case let problem as CheckoutProblem: self.init(problem)
        case let problem as ShopOrderProblem: self.init(problem)
        case let problem as CancellationProblem: self.init(problem)
        case let problem as UnknownAddress: self.init(problem)
        case let problem as OutsideDeliveryArea:
            self.init(
                .unprocessableContent, code: "outside-delivery-area", detail: problem.sentence,
                errors: [.init(field: "address.street", detail: problem.sentence)])
        case let problem as AreaProblem: self.init(.unprocessableContent, code: "invalid", detail: problem.description)
        case let problem as AssignmentProblem: self.init(problem)
        case let refusal as AssignmentRefused:
            self.init(
                .conflict, code: "assignment-refused", detail: refusal.conflicts.map(\.detail).joined(separator: "; "),
                errors: refusal.conflicts.map { FieldError(field: $0.rule.rawValue, detail: $0.detail) })
        case let problem as StopEventProblem: self.init(problem)
        case let problem as PhotoProblem: self.init(problem)
        case let problem as CollectionProblem: self.init(problem)
        case let problem as UndeliveredProblem: self.init(problem)
        case let problem as ClosureProblem: self.init(invalid: problem.field, problem.detail)
        case let refused as ManifestRefused: self.init(invalid: refused.field, refused.detail)
        case let problem as DisruptionProblem: self.init(invalid: problem.field, problem.detail)
        case let problem as AssumptionProblem:
            self.init(.unprocessableContent, code: "assumption-unknown", detail: problem.detail)
        case let refusal as TourEditRefused:
            self.init(.conflict, code: "edit-refused", detail: refusal.detail)
        case let problem as NoSuchPlan:
            self.init(
                .notFound, code: "not-found", detail: "There is no version \(problem.version) of a plan for \(problem.day).")
        case let problem as WayProblem: self.init(problem)
        case let problem as UnknownKey:
            self.init(.unprocessableContent, code: "unknown-key", detail: problem.description)
        case let problem as AccountsError:
            self.init(.unprocessableContent, code: "invalid", detail: problem.description)
        case let problem as CatalogError: self.init(problem)
        case let problem as CSVTableError:
            self.init(.unprocessableContent, code: "csv-unreadable", detail: "The file cannot be read: \(problem.description).")
        case let problem as ShopSettingsProblem: self.init(problem)
        case let error as ProductChoicesError:
            let detail = error.sentence(in: language)
            self.init(
                .unprocessableContent, code: "invalid", detail: detail, errors: [FieldError(field: "choices", detail: detail)])
        case let fault as PictureFault:
            self.init(
                fault == .tooLarge ? .contentTooLarge : .unprocessableContent, code: fault.rawValue,
                detail: fault.sentence(in: language))
        case let problem as TraderDataProblem:
            self.init(.unprocessableContent, code: "invalid", detail: problem.sentence)
        case let error as CatalogFileError:
            self.init(
                error == .interrupted ? .conflict : .unprocessableContent, code: error.code, detail: error.message(in: language))
        case let needed as ConfirmationNeeded: self.init(needed, language)
        case let error as ImportStateError: self.init(error, language)
        case let error as DatabaseError: self.init(error)
        case let error as any HTTPResponseError: self.init(error)
        default:
            self.init(.internalServerError, code: "internal", detail: "Something went wrong here; it has been noted.")
        }
    }

    private init(_ problem: CartProblem) {
        switch problem {
        case .noSuchCart: self = .notFound("cart")
        case .closed(let closed): self.init(closed)
        case .noSuchProduct: self = .notFound("product")
        case .selection(let problem):
            self.init(
                .unprocessableContent, code: "invalid", detail: problem.sentence,
                errors: [.init(field: "choices", detail: problem.sentence)])
        case .invalidQuantity:
            self.init(
                .badRequest, code: "bad-quantity",
                detail: "The quantity must be from \(Cart.quantities.lowerBound) to \(Cart.quantities.upperBound).",
                errors: [.init(field: "quantity", detail: "out of range")])
        case .tooManyLines:
            self.init(
                .conflict, code: "cart-full", detail: "A cart holds at most \(Cart.maximumLines) different products.")
        }
    }

    private init(_ closed: ClosedCart) {
        self.init(
            .conflict, code: "cart-closed", detail: "This cart has already become the order \(closed.order).",
            related: "/api/v1/orders/\(closed.trackingCode)")
    }

    private init(_ problem: CheckoutProblem) {
        switch problem {
        case .noSuchCart: self = .notFound("cart")
        case .emptyCart: self.init(.conflict, code: "cart-empty", detail: "Der Warenkorb ist leer.")
        case .cartClosed(let closed): self.init(closed)
        case .invalid(let fields):
            self.init(
                .unprocessableContent, code: "invalid", detail: fields.map(\.detail).joined(separator: " "),
                errors: fields.map { FieldError(field: $0.field, detail: $0.detail) })
        case .lines(let lines):
            let isOutOfStock = lines.values.contains { if case .outOfStock = $0 { true } else { false } }
            self.init(
                .conflict, code: isOutOfStock ? "out-of-stock" : "cart-changed",
                detail: lines.sorted { $0.key < $1.key }.map(\.value.sentence).joined(separator: " "),
                errors: lines.sorted { $0.key < $1.key }.map { FieldError(field: "lines.\($0.key)", detail: $0.value.sentence) })
        case .belowMinimum(let shortfalls):
            self.init(
                .conflict, code: "below-minimum", detail: shortfalls.map(\.sentence).joined(separator: " "),
                errors: shortfalls.map { FieldError(field: "shops.\($0.shop.id)", detail: $0.sentence) })
        case .closed(let closures):
            let now = Date()
            self.init(
                .conflict, code: "closed", detail: closures.map { $0.sentence(at: now) }.joined(separator: " "),
                errors: closures.map { FieldError(field: "shops.\($0.shop.id)", detail: $0.sentence(at: now)) })
        case .keyReused:
            self.init(
                .unprocessableContent, code: "idempotency-key-reused",
                detail: "This Idempotency-Key was used for another checkout; make a new one for each order.")
        case .invalidKey:
            self.init(.badRequest, code: "idempotency-key-invalid", detail: "The Idempotency-Key must have 1 to 255 characters.")
        }
    }

    private init(_ problem: ShopOrderProblem) {
        switch problem {
        case .notFound: self = .notFound("order")
        case .invalidCursor:
            self = .badParameter("cursor", "the cursor does not belong to this list. Start again without one.")
        case .illegalTransition(let from, let to):
            self.init(
                .conflict, code: "wrong-state", detail: "The order is \(from.rawValue); it cannot become \(to.rawValue).")
        case .invalidReason:
            self.init(
                .unprocessableContent, code: "invalid", detail: "Please give a reason of at most 500 characters.",
                errors: [.init(field: "reason", detail: "1 to 500 characters")])
        case .wrongCode:
            self.init(
                .unprocessableContent, code: "wrong-code", detail: "This is not the code of the order.",
                errors: [.init(field: "code", detail: "another order's, or mistyped")])
        case .invalidParcels:
            self.init(
                .unprocessableContent, code: "invalid",
                detail:
                    "The number of parcels must be from \(ShopOrder.parcelCounts.lowerBound) to \(ShopOrder.parcelCounts.upperBound).",
                errors: [.init(field: "parcels", detail: "out of range")])
        }
    }

    private init(_ problem: CancellationProblem) {
        switch problem {
        case .notFound: self = .notFound("order")
        case .tooLate:
            self.init(
                .conflict, code: "too-late",
                detail: "Mindestens ein Laden ist schon dabei, diese Bestellung zu packen; sie lässt sich nicht mehr stornieren.")
        }
    }

    private init(_ problem: UnknownAddress) {
        self.init(
            .unprocessableContent, code: "address-unknown", detail: problem.sentence,
            errors: [.init(field: "address.street", detail: problem.sentence)])
    }

    private init(_ problem: CatalogError) {
        switch problem {
        case .invalid: self.init(.unprocessableContent, code: "invalid", detail: problem.description)
        case .keyTaken: self.init(.conflict, code: "key-taken", detail: problem.description)
        case .invalidCursor: self = .badParameter("cursor", problem.description)
        }
    }

    private init(_ problem: ShopSettingsProblem) {
        let field =
            switch problem {
            case .minimumOrder: "minimumOrderCents"
            case .rushMinutes: "rush.minutes"
            case .rushEnd: "rush.until"
            case .noOpeningHours: "closedToday"
            case .exceptionDay: "day"
            case .exceptionNote: "note"
            case .hours: "openingHours"
            }
        self.init(
            .unprocessableContent, code: "invalid", detail: problem.sentence,
            errors: [.init(field: field, detail: problem.sentence)])
    }

    private init(_ needed: ConfirmationNeeded, _ language: Language) {
        let (lost, all) = (needed.report.goingToZero, needed.report.orderable)
        self.init(
            .conflict, code: "confirmation-needed",
            detail: language == .german
                ? "Von \(all) Artikeln, die man jetzt bestellen kann, wären \(lost) danach ausverkauft oder aus dem Verkauf. Soll das so sein, bestätigen Sie es."
                : "Of \(all) products that can be ordered now, \(lost) would be sold out or off sale. If this is meant, confirm it.",
            related: "/api/v1/retailer/imports/\(needed.importID)")
    }

    private init(_ error: ImportStateError, _ language: Language) {
        let isGerman = language == .german
        switch error {
        case .notFound: self = .notFound("import")
        case .wrongState(let state):
            self.init(
                .conflict, code: "wrong-state",
                detail: isGerman ? "Die Datei ist im Stand „\(state.rawValue)“." : "The import is \(state.rawValue).")
        case .notTheLatest:
            self.init(
                .conflict, code: "not-the-latest",
                detail: isGerman
                    ? "Danach wurde eine andere Datei übernommen; nehmen Sie zuerst die spätere zurück."
                    : "A later file has been applied; take that one back first.")
        case .fileGone:
            self.init(
                .gone, code: "file-gone",
                detail: isGerman ? "Die Datei wurde inzwischen gelöscht." : "The file has been deleted meanwhile.")
        }
    }

    private init(invalid field: String, _ detail: String) {
        self.init(.unprocessableContent, code: "invalid", detail: detail, errors: [FieldError(field: field, detail: detail)])
    }

    private init(_ problem: AssignmentProblem) {
        switch problem {
        case .noSuchTour: self = .notFound("tour")
        case .noSuchRider: self = .notFound("rider")
        case .supersededTour:
            self.init(.conflict, code: "tour-superseded", detail: "A newer plan has replaced this tour.")
        case .reasonNeeded(let tour, let rider):
            self.init(
                .unprocessableContent, code: "reason-needed",
                detail: "Tour \(tour) was given to \(rider) automatically; whoever decides otherwise says why.",
                errors: [.init(field: "reason", detail: "1 to 500 characters")])
        case .cannotSwap(let detail): self.init(.conflict, code: "cannot-swap", detail: detail)
        }
    }

    private init(_ problem: StopEventProblem) {
        switch problem {
        case .noSuchStop: self = .notFound("stop")
        case .doesNotFit(let event, let stop):
            self.init(.conflict, code: "event-does-not-fit", detail: "'\(event.rawValue)' cannot happen at a \(stop.rawValue).")
        case .identifierReused:
            self.init(.conflict, code: "event-id-reused", detail: "This event's id was used for another report.")
        case .unsigned:
            self.init(
                .forbidden, code: "event-unsigned",
                detail: "This rider reports with a signed device; a report without a signature is not taken.")
        case .unknownDevice:
            self.init(
                .forbidden, code: "device-unknown",
                detail: "This device is not, or no longer, one of the rider's. Register it again: POST /api/v1/rider/devices.")
        case .wrongSignature:
            self.init(
                .forbidden, code: "signature-wrong", detail: "The signature does not fit what the report says; it was not taken.")
        }
    }

    private init(_ problem: CollectionProblem) {
        switch problem {
        case .noSuchShopOrder:
            self.init(.unprocessableContent, code: "no-shop-order", detail: "This order has no such part from a shop.")
        case .notDelivered:
            self.init(.conflict, code: "not-delivered", detail: "Only what a bike has brought is fetched.")
        case .tooLongAgo:
            self.init(
                .conflict, code: "too-long-ago", detail: "The address of this order has been erased; please ask the shop.")
        case .askedAlready(let number):
            self.init(.conflict, code: "collected-already", detail: "It is to be fetched already: \(number).")
        case .invalidParcels:
            self.init(invalid: "parcels", "1 to \(CollectionWish.mostParcels) are fetched at a time.")
        case .notForShoppers: self.init(invalid: "reason", "return or empties is expected.")
        case .noSuchWindow:
            self.init(invalid: "window", "Dieses Zeitfenster gibt es nicht mehr; bitte wählen Sie ein anderes.")
        case .refused(let refusal): self.init(invalid: "window", "\(refusal.sentence) Bitte wählen Sie ein anderes.")
        case .notOpen:
            self.init(.conflict, code: "not-open", detail: "The bike has been there, or there is no such collection any more.")
        }
    }

    private init(_ problem: UndeliveredProblem) {
        switch problem {
        case .noSuchDelivery:
            self.init(.notFound, code: "no-delivery", detail: "Nothing like that was to be brought to a door.")
        case .notFailed:
            self.init(.conflict, code: "not-failed", detail: "It is on its way, or it was handed over.")
        case .goesOn(let number):
            self.init(.conflict, code: "goes-on", detail: "\(number) goes on with these goods already.")
        case .closed:
            self.init(.conflict, code: "closed", detail: "It was closed: nothing more is done with these goods.")
        case .perishable:
            self.init(
                .conflict, code: "perishable",
                detail: "What has to be warm or cold is not brought again; a dispatcher closes it: dispatch-cli failed return.")
        case .triedEnough:
            self.init(.conflict, code: "tried-enough", detail: "Bikes have been there three times; it can only go back.")
        case .goesBack:
            self.init(.conflict, code: "goes-back", detail: "It was to go back to its shop; it can only be sent there again.")
        case .tooLongAgo:
            self.init(.conflict, code: "too-long-ago", detail: "The address has been erased.")
        case .nowhere:
            self.init(.conflict, code: "nowhere", detail: "No tour tells which bike has these goods.")
        case .noSuchWindow, .refused: self.init(invalid: "window", problem.sentence)
        }
    }

    private init(_ problem: PhotoProblem) {
        switch problem {
        case .noSuchStop: self = .notFound("stop")
        case .tooLarge:
            self.init(
                .contentTooLarge, code: "photo-too-large",
                detail: "A picture may have up to \(Delivery.largestPhoto >> 20) MB; 1600 pixels on the long side are plenty.")
        case .unknownType:
            self.init(.unsupportedMediaType, code: "photo-type", detail: "A picture is JPEG, PNG or WebP; this is neither.")
        case .damaged:
            self.init(.unprocessableContent, code: "photo-damaged", detail: "The picture is damaged; please take it again.")
        case .tooMany:
            self.init(.conflict, code: "photos-full", detail: "There are enough pictures of this shipment already.")
        case .identifierReused:
            self.init(.conflict, code: "photo-id-reused", detail: "This id was used for another picture.")
        }
    }

    private init(_ problem: WayProblem) {
        switch problem {
        case .noStreets:
            self.init(
                .conflict, code: "no-streets",
                detail:
                    "No street network is loaded here; travel is reckoned in straight lines. 'make streets' imports a city's streets."
            )
        case .unknownBike(let key):
            self = .badParameter("bike", "there is no kind of bike '\(key)'.")
        case .farFromStreets(let place):
            self.init(
                .unprocessableContent, code: "far-from-streets",
                detail: "There is no street for this bike near \(place.longitude),\(place.latitude).")
        case .noWay:
            self.init(.conflict, code: "no-way", detail: "No way leads from one place to the other as the streets are now.")
        }
    }

    private init(_ error: any HTTPResponseError) {
        switch error.status {
        case .notFound: self.init(.notFound, code: "not-found", detail: "There is nothing at this address.")
        case .methodNotAllowed:
            self.init(.methodNotAllowed, code: "method-not-allowed", detail: "This address does not answer that method.")
        default:
            self.init(
                error.status, code: "http-\(error.status.code)", detail: (error as? HTTPError)?.body ?? error.status.reasonPhrase)
        }
    }

    private init(_ error: DatabaseError) {
        switch error.code {
        case .connectionLost, .leaseTimeout, .statementTimeout:
            self.init(
                .serviceUnavailable, code: "busy", detail: "The marketplace is busy just now; please try again in a moment.")
        default:
            self.init(.internalServerError, code: "internal", detail: "Something went wrong here; it has been noted.")
        }
    }
}

extension UnknownAddress {
    /// What a shopper can do about it.
    var sentence: String {
        let known = similarStreets.prefix(3).joined(separator: ", ")
        return "Die Adresse \(street) \(houseNumber), \(postcode) kennen wir nicht."
            + (known.isEmpty ? " Wir liefern bisher nur in Darmstadt." : " Meinten Sie: \(known)?")
    }
}

extension OutsideDeliveryArea {
    /// What a shopper is told.
    var sentence: String { "\(street) \(houseNumber) liegt leider außerhalb unseres Liefergebiets." }
}
