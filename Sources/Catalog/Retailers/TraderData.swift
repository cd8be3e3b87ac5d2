public import Database
public import Foundation

/// Who a retailer is, as shoppers must be shown it (Regulation (EU) 2022/2065, art. 30; DDG § 5).
public struct TraderData: Hashable, Codable, Sendable {
    /// As it stands in the imprint.
    public var legalName: String
    /// Who speaks for a company; empty when the business is a person's own.
    public var representedBy: String
    public var street: String
    public var houseNumber: String
    public var postcode: String
    public var city: String
    public var phone: String
    public var email: String
    public var vatID: String?
    /// "Amtsgericht Darmstadt, HRB 12345". Empty: it stands in none. Nil: not said.
    public var tradeRegister: String?
    /// Since when the retailer has undertaken to offer only what complies with the law of the Union; nil: not yet.
    public var compliesSince: Date?

    public init(
        legalName: String = "", representedBy: String = "", street: String = "", houseNumber: String = "", postcode: String = "",
        city: String = "", phone: String = "", email: String = "", vatID: String? = nil, tradeRegister: String? = nil,
        compliesSince: Date? = nil
    ) {
        self.legalName = legalName
        self.representedBy = representedBy
        self.street = street
        self.houseNumber = houseNumber
        self.postcode = postcode
        self.city = city
        self.phone = phone
        self.email = email
        self.vatID = vatID
        self.tradeRegister = tradeRegister
        self.compliesSince = compliesSince
    }

    /// What must be there before its shops are shown; `catalog.missing_trader_facts` says the same.
    public var missing: [TraderFact] {
        TraderFact.allCases.filter { fact in
            switch fact {
            case .legalName: legalName.trimmed.isEmpty
            case .address: street.isEmpty || houseNumber.isEmpty || postcode.isEmpty || city.isEmpty
            case .phone: phone.isEmpty
            case .email: email.isEmpty
            case .tradeRegister: tradeRegister == nil
            case .compliance: compliesSince == nil
            }
        }
    }

    /// What is wrong with what is there.
    func problem() -> TraderDataProblem? {
        let lengths = [
            (legalName, 200), (representedBy, 200), (street, 200), (houseNumber, 20), (city, 100), (phone, 40), (email, 254),
            (vatID ?? "", 20), (tradeRegister ?? "", 200),
        ]
        if lengths.contains(where: { $0.0.unicodeScalars.count > $0.1 }) { return .tooLong }
        let isPostcode = postcode.utf8.count == 5 && postcode.utf8.allSatisfy { (48...57).contains($0) }
        if !postcode.isEmpty, !isPostcode { return .postcode }
        if !email.isEmpty, !email.contains("@") || email.contains(where: \.isWhitespace) { return .email }
        return nil
    }
}

/// What a marketplace must know of a trader before it shows them.
public enum TraderFact: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case legalName = "legal-name"
    case address
    case phone
    case email
    case tradeRegister = "trade-register"
    case compliance

    /// What is missing, for the retailer.
    public func words(in language: Language) -> String { text[language] }

    private var text: LocalizedText {
        switch self {
        case .legalName: .init("der vollständige Name des Unternehmens", "the business's full name")
        case .address: .init("die Anschrift", "the address")
        case .phone: .init("die Telefonnummer", "the telephone number")
        case .email: .init("die E-Mail-Adresse", "the e-mail address")
        case .tradeRegister:
            .init("das Handelsregister mit Nummer, oder dass es keines gibt", "the trade register, or that there is none")
        case .compliance:
            .init(
                "die Zusicherung, nur anzubieten, was dem Recht der Union entspricht",
                "the undertaking to offer only what complies with the law of the Union")
        }
    }
}

/// Why a retailer's data were not changed.
public enum TraderDataProblem: Error, Hashable, Sendable {
    case postcode
    case email
    case tooLong

    /// A German sentence for the staff.
    public var sentence: String {
        switch self {
        case .postcode: "Die Postleitzahl muss fünf Ziffern haben."
        case .email: "Die E-Mail-Adresse muss wie name@beispiel.de aussehen."
        case .tooLong: "Eine der Angaben ist zu lang."
        }
    }
}
