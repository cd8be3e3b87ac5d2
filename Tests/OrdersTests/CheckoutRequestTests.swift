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

    @Test(
        "each bad field is named",
        arguments: [
            ("recipient.name", { $0.recipient.name = "" }), ("recipient.name", { $0.recipient.name = "a\u{0}b" }),
            ("recipient.name", { $0.recipient.name = String(repeating: "x", count: 201) }),
            ("recipient.email", { $0.recipient.email = "selma" }),
            ("recipient.email", { $0.recipient.email = "selma@nowhere" }),
            ("recipient.email", { $0.recipient.email = "a@b@example.org" }),
            ("recipient.email", { $0.recipient.email = "selma @example.org" }),
            ("recipient.phone", { $0.recipient.phone = "call me" }),
            ("address.street", { $0.address.street = "" }), ("address.houseNumber", { $0.address.houseNumber = "" }),
            ("address.postcode", { $0.address.postcode = "6428" }), ("address.postcode", { $0.address.postcode = "٦٤٢٨٩" }),
            ("address.city", { $0.address.city = "" }),
            ("address.note", { $0.address.note = String(repeating: "x", count: 501) }),
            ("window", { $0.window = "" }),
        ] as [(String, @Sendable (inout CheckoutRequest) -> Void)])
    func invalidField(field: String, spoil: @Sendable (inout CheckoutRequest) -> Void) {
        var request = Self.valid
        spoil(&request)
        #expect(request.normalised().invalidFields().map(\.field) == [field])
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
