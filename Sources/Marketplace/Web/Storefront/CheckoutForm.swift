import Accounts
import Catalog
import Delivery
import Foundation
import Orders

/// What is typed into the checkout's form, and what is wrong with it.
struct CheckoutForm: Sendable {
    /// Makes sending the form twice one order.
    var key: String
    var name = ""
    var email = ""
    var phone = ""
    var street = ""
    var houseNumber = ""
    var postcode = ""
    var city = "Darmstadt"
    var note = ""
    var window = ""
    /// The shops from which the goods are fetched.
    var pickUp: [ShopID] = []
    /// The suggestion that was pressed, or ``askWindows``; empty when it was the button that orders.
    var choice = ""
    /// Addresses that may have been meant, each on one line.
    private(set) var suggestions: [String] = []
    /// A sentence a field that cannot be used, by the field's name in the request.
    var faults: [String: String] = [:]

    /// What the button sends that asks when the bike can come.
    static let askWindows = "lieferzeiten"
    /// What the field of a shop begins with that asks whether its goods are fetched; its id follows.
    static let pickUpPrefix = "weg:"

    /// An empty form.
    init() {
        key = UUID().uuidString.lowercased()
    }

    /// The form as it was sent.
    init(_ fields: FormFields) {
        key = fields["key"]
        name = fields["name"]
        email = fields["email"]
        phone = fields["phone"]
        street = fields["street"]
        houseNumber = fields["houseNumber"]
        postcode = fields["postcode"]
        city = fields["city"]
        note = fields["note"]
        window = fields["window"]
        choice = fields["wege"].isEmpty ? fields["choice"] : Self.askWindows
        pickUp = fields.names.compactMap { name in
            name.hasPrefix(Self.pickUpPrefix) && fields[name] == "abholen"
                ? ShopID(String(name.dropFirst(Self.pickUpPrefix.count))) : nil
        }
        if key.isEmpty { key = UUID().uuidString.lowercased() }
    }

    var request: CheckoutRequest {
        CheckoutRequest(
            recipient: Recipient(name: name, email: email, phone: phone.isEmpty ? nil : phone),
            address: DeliveryAddress(
                street: street, houseNumber: houseNumber, postcode: postcode, city: city, note: note.isEmpty ? nil : note),
            window: window, pickUp: pickUp)
    }

    /// Notes what a refused checkout says about the fields.
    mutating func refuse(_ fields: [CheckoutProblem.InvalidField]) {
        for field in fields { faults[field.field, default: ""] += (faults[field.field] == nil ? "" : " ") + field.detail }
    }

    mutating func refuse(_ address: UnknownAddress) {
        var sentence = "Die Straße „\(address.street)“ kennen wir in Darmstadt nicht."
        if !address.similarStreets.isEmpty {
            sentence += " Meinten Sie \(address.similarStreets.prefix(3).joined(separator: ", "))?"
        }
        faults["address.street"] = sentence
    }

    mutating func refuse(_ address: OutsideDeliveryArea) {
        faults["address.street"] = address.sentence
    }

    /// Asks back with streets that are spelled like the one typed. The house number stays the shopper's: who lives there knows it best.
    mutating func suggest(_ streets: [AddressSuggestion]) {
        suggestions = streets.map { "\($0.street) \(houseNumber), \($0.postcode) \($0.city)" }
    }

    /// Takes over an address that was chosen among the ``suggestions``.
    mutating func choose(_ line: String) {
        let query = AddressQuery(line)
        street = query.street
        postcode = query.postcode
        if let town = line.components(separatedBy: "\(query.postcode) ").last, !town.isEmpty, !query.postcode.isEmpty {
            city = town
        }
    }
}

extension CheckoutForm {
    /// Whether a bike brings something of the cart.
    func delivers(_ cart: Cart) -> Bool { cart.lines.contains { !pickUp.contains($0.product.shop.id) } }
}
