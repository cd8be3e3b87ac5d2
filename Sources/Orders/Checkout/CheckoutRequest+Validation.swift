import Foundation

extension CheckoutRequest {
    /// The request as it is stored and compared: without blanks at the ends, and optional texts that say nothing left out.
    func normalised() -> CheckoutRequest {
        func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
        func trimmedOptional(_ text: String?) -> String? { text.map(trimmed).flatMap { $0.isEmpty ? nil : $0 } }
        return CheckoutRequest(
            recipient: Recipient(
                name: trimmed(recipient.name), email: trimmed(recipient.email), phone: trimmedOptional(recipient.phone)),
            address: DeliveryAddress(
                street: trimmed(address.street), houseNumber: trimmed(address.houseNumber), postcode: trimmed(address.postcode),
                city: trimmed(address.city), note: trimmedOptional(address.note)),
            window: trimmed(window), payment: payment, pickUp: Set(pickUp).sorted())
    }

    /// What is wrong with a normalised request, all of it.
    /// - Parameter isDelivered: whether a bike brings something, so that address and window matter.
    func invalidFields(isDelivered: Bool = true) -> [CheckoutProblem.InvalidField] {
        var invalid: [CheckoutProblem.InvalidField] = []
        func check(_ field: String, _ isValid: Bool, _ detail: String) {
            if !isValid { invalid.append(CheckoutProblem.InvalidField(field: field, detail: detail)) }
        }
        func isLine(_ text: String, upTo length: Int) -> Bool {
            (1...length).contains(text.unicodeScalars.count)
                && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        check("recipient.name", isLine(recipient.name, upTo: 200), "Bitte einen Namen mit höchstens 200 Zeichen angeben.")
        check("recipient.email", Self.isEmail(recipient.email), "Bitte eine E-Mail-Adresse wie name@beispiel.de angeben.")
        check(
            "recipient.phone", recipient.phone.map(Self.isPhone) ?? true,
            "Bitte eine Telefonnummer aus Ziffern angeben, zum Beispiel +49 6151 123456.")
        guard isDelivered else { return invalid }
        check("address.street", isLine(address.street, upTo: 200), "Bitte eine Straße angeben.")
        check("address.houseNumber", isLine(address.houseNumber, upTo: 20), "Bitte eine Hausnummer angeben.")
        check("address.postcode", Self.isPostcode(address.postcode), "Bitte eine Postleitzahl mit fünf Ziffern angeben.")
        check("address.city", isLine(address.city, upTo: 100), "Bitte einen Ort angeben.")
        check("address.note", (address.note ?? "").unicodeScalars.count <= 500, "Der Hinweis darf höchstens 500 Zeichen haben.")
        check("window", isLine(window, upTo: 50), "Bitte ein Lieferfenster wählen.")
        return invalid
    }

    /// Whether mail could be sent there: one `@`, something before it, a domain with a dot after it. Only a mail that arrives proves more.
    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), text.utf8.count <= 254 else { return false }
        guard text.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.properties.generalCategory != .control }) else {
            return false
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
    }

    private static func isPhone(_ text: String) -> Bool {
        let digits = text.utf8.count { (48...57).contains($0) }
        return (3...20).contains(digits) && text.utf8.count <= 40
            && text.allSatisfy { $0.isASCII && ($0.isNumber || "+-/() ".contains($0)) }
    }

    private static func isPostcode(_ text: String) -> Bool {
        text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
