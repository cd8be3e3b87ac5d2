import Accounts
import Catalog
import Delivery
import Foundation
import Orders

/// The checkout as a page shows it.
struct CheckoutPage: Sendable {
    /// One field of the form.
    struct Field: Sendable {
        let id: String
        let label: String
        let type: String
        let value: String
        let autocomplete: String
        let inputMode: String
        let isOptional: Bool
        let longest: Int
        /// The id of the list of suggestions that a script fills in.
        let list: String?
        let fault: String?
    }

    struct Window: Sendable {
        let windowID: String
        let when: String
        let orderBy: String
        let isSelected: Bool
        /// When the bike is likely to come, where the address is known.
        let arrival: String?
        /// Why it cannot be had.
        let refusal: String?
        let saved: String?
    }

    /// A shop of the cart: whether its goods come by bike or are fetched.
    struct Way: Sendable {
        let field: String
        let shopName: String
        let isFetched: Bool
        /// Where and from when on.
        let place: String
        /// Why it cannot be fetched.
        let refusal: String?
    }

    let key: String
    let ways: [Way]
    let wayFault: String?
    /// Whether a bike brings something, so that address and window are asked for.
    let isDelivered: Bool
    let recipient: [Field]
    let address: [Field]
    /// Addresses that may have been meant, each on one line.
    let suggestions: [String]
    let hasSuggestions: Bool
    let note: Field
    let windows: [Window]
    let windowFault: String?
    /// The windows are those of the address in the form.
    let isForAddress: Bool
    let hasFaults: Bool
    let pieces: Int
    let total: String
    let deliveryFee: String
    let vat: String

    init(
        _ form: CheckoutForm, cart: Cart, windows: [WindowChoice], pickUps: [PickUpOffer], fee: DeliveryFee, at now: Date
    ) {
        func field(
            _ id: String, _ path: String, _ label: String, _ value: String, autocomplete: String, type: String = "text",
            inputMode: String = "text", optional: Bool = false, longest: Int = 200, list: String? = nil
        ) -> Field {
            Field(
                id: id, label: label, type: type, value: value, autocomplete: autocomplete, inputMode: inputMode,
                isOptional: optional, longest: longest, list: list, fault: form.faults[path])
        }
        key = form.key
        ways = pickUps.map { Way($0, isFetched: form.pickUp.contains($0.shop.id), at: now) }
        wayFault = form.faults["pickUp"]
        isDelivered = form.delivers(cart)
        recipient = [
            field("name", "recipient.name", "Name", form.name, autocomplete: "name"),
            field("email", "recipient.email", "E-Mail", form.email, autocomplete: "email", type: "email", inputMode: "email"),
            field(
                "phone", "recipient.phone", "Telefon", form.phone, autocomplete: "tel", type: "tel", inputMode: "tel",
                optional: true, longest: 40),
        ]
        address = [
            field("street", "address.street", "Straße", form.street, autocomplete: "address-line1", list: "strassen"),
            field("houseNumber", "address.houseNumber", "Hausnummer", form.houseNumber, autocomplete: "off", longest: 20),
            field(
                "postcode", "address.postcode", "Postleitzahl", form.postcode, autocomplete: "postal-code",
                inputMode: "numeric", longest: 5),
            field("city", "address.city", "Ort", form.city, autocomplete: "address-level2", longest: 100),
        ]
        suggestions = form.suggestions
        hasSuggestions = !suggestions.isEmpty
        note = field(
            "note", "address.note", "Hinweis für die Fahrerin", form.note, autocomplete: "off", optional: true, longest: 500)
        self.windows = Window.list(windows, choosing: form.window, at: now)
        isForAddress = windows.contains { $0.arrival != nil || $0.refusal != nil }
        windowFault = form.faults["window"]
        hasFaults = !form.faults.isEmpty
        pieces = cart.lines.map(\.quantity).reduce(0, +)
        let sums = CartSums(cart.totals, fee: fee, isDelivered: isDelivered)
        total = sums.total.description
        deliveryFee = !isDelivered ? "keine" : sums.delivery == .zero ? "kostenlos" : sums.delivery.description
        vat = GermanFormat.vat(sums.vat)
    }
}

extension CheckoutPage.Way {
    fileprivate init(_ offer: PickUpOffer, isFetched: Bool, at now: Date) {
        field = CheckoutForm.pickUpPrefix + offer.shop.id.description
        shopName = offer.shop.name
        self.isFetched = isFetched
        let when = offer.time.map { "ab \(GermanFormat.moment($0.from, now: now)) Uhr, " } ?? ""
        place = "\(when)\(offer.shop.street) \(offer.shop.houseNumber)"
        refusal = offer.isPossible ? nil : offer.problems.first ?? "Der Laden öffnet in den nächsten Tagen nicht."
    }
}

extension CheckoutPage.Window {
    /// Windows to choose from, with the one that was chosen selected where it can be had, else the first that can.
    static func list(_ choices: [WindowChoice], choosing chosen: String = "", at now: Date) -> [CheckoutPage.Window] {
        let free = choices.filter { $0.refusal == nil }
        let selected = (free.first { $0.window.id.description == chosen } ?? free.first)?.window.id
        return choices.map { CheckoutPage.Window($0, isSelected: $0.window.id == selected, at: now) }
    }

    private init(_ choice: WindowChoice, isSelected: Bool, at now: Date) {
        let window = choice.window
        windowID = window.id.description
        when =
            "\(GermanFormat.dayName(window.day, now: now)), \(GermanFormat.time(window.start))–\(GermanFormat.time(window.end)) Uhr"
        orderBy = GermanFormat.moment(window.cutoff, now: now)
        self.isSelected = isSelected
        arrival = choice.arrival.map { "\(GermanFormat.time($0.from))–\(GermanFormat.time($0.until)) Uhr" }
        refusal = choice.refusal?.detail
        saved = choice.savedGrams.flatMap { $0 >= 10 ? "\($0) g CO₂ weniger als mit dem Lieferwagen" : nil }
    }
}
