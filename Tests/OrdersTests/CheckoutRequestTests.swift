import Testing

@testable import Orders

@Suite("Checkout request")
struct CheckoutRequestTests {
    static let valid = CheckoutRequest(
        recipient: Recipient(name: "Selma Kurt", email: "selma@example.org", phone: "+49 (6151) 12-34"),
        address: DeliveryAddress(
            street: "Heinheimer Straße", houseNumber: "12 a", postcode: "64289", city: "Darmstadt", note: "3. Stock"),
        window: "2026-11-21T14:00")

    @Test("a whole request has nothing wrong with it")
    func validRequest() {
        #expect(Self.valid.invalidFields().isEmpty)
    }

    @Test("blanks at the ends do not matter, and an empty note is none")
    func normalised() {
        var request = Self.valid
        request.recipient.name = "  Selma Kurt\n"
        request.recipient.phone = " "
        request.address.note = ""
        let normalised = request.normalised()
        #expect(normalised.recipient.name == "Selma Kurt")
        #expect(normalised.recipient.phone == nil)
        #expect(normalised.address.note == nil)
        #expect(normalised.invalidFields().isEmpty)
    }

    struct Spoiled: Sendable, CustomTestStringConvertible {
        let field: String
        let spoil: @Sendable (inout CheckoutRequest) -> Void

        init(_ field: String, _ spoil: @escaping @Sendable (inout CheckoutRequest) -> Void) {
            self.field = field
            self.spoil = spoil
        }

        var testDescription: String { field }
    }

    @Test(
        "each bad field is named",
        arguments: [
            Spoiled("recipient.name") { $0.recipient.name = "" },
            Spoiled("recipient.name") { $0.recipient.name = "a\u{0}b" },
            Spoiled("recipient.name") { $0.recipient.name = String(repeating: "x", count: 201) },
            Spoiled("recipient.email") { $0.recipient.email = "selma" },
            Spoiled("recipient.email") { $0.recipient.email = "selma@nowhere" },
            Spoiled("recipient.email") { $0.recipient.email = "a@b@example.org" },
            Spoiled("recipient.email") { $0.recipient.email = "selma @example.org" },
            Spoiled("recipient.phone") { $0.recipient.phone = "call me" },
            Spoiled("address.street") { $0.address.street = "" },
            Spoiled("address.houseNumber") { $0.address.houseNumber = "" },
            Spoiled("address.postcode") { $0.address.postcode = "6428" },
            Spoiled("address.postcode") { $0.address.postcode = "٦٤٢٨٩" },
            Spoiled("address.city") { $0.address.city = "" },
            Spoiled("address.note") { $0.address.note = String(repeating: "x", count: 501) },
            Spoiled("window") { $0.window = "" },
        ])
    func invalidField(spoiled: Spoiled) {
        var request = Self.valid
        spoiled.spoil(&request)
        #expect(request.normalised().invalidFields().map(\.field) == [spoiled.field])
    }

    @Test("all bad fields are named at once")
    func allInvalidFields() {
        var request = Self.valid
        request.recipient.name = ""
        request.address.postcode = "1"
        #expect(request.invalidFields().map(\.field) == ["recipient.name", "address.postcode"])
    }

    @Test("the fingerprint tells requests apart, and not what is only written differently")
    func fingerprint() throws {
        var other = Self.valid
        other.address.note = "4. Stock"
        var spaced = Self.valid
        spaced.address.city = " Darmstadt "
        #expect(try Self.valid.fingerprint() == Self.valid.fingerprint())
        #expect(try Self.valid.fingerprint() != other.fingerprint())
        #expect(try Self.valid.fingerprint() == spaced.normalised().fingerprint())
        #expect(try Self.valid.fingerprint().count == 32)
    }
}
