public import Database

/// What the law wants to be said of a product of some kind before it is offered. `catalog.missing_facts` judges; these are its words.
public enum PublishRule: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case allergens
    case ingredients
    case age16 = "age-16"
    case age18 = "age-18"
    case manufacturer
    case energyClass = "energy-class"

    /// The field to fill in, as the API's product and our CSV format call it.
    public var field: String {
        switch self {
        case .allergens: "allergens"
        case .ingredients: "ingredients"
        case .age16, .age18: "minimumAge"
        case .manufacturer: "manufacturer"
        case .energyClass: "energyClass"
        }
    }

    /// What is missing, and what says so.
    public func reason(in language: Language) -> String { words[language] }

    private var words: LocalizedText {
        switch self {
        case .allergens:
            .init(
                "Zu Lebensmitteln gehören die Allergene, notfalls „keine“ (LMIV Art. 9 Abs. 1 c, Art. 14).",
                "Food needs its allergens, “none” if there are none (Regulation (EU) 1169/2011, art. 9 (1) c, art. 14).")
        case .ingredients:
            .init(
                "Zu verpackten Lebensmitteln gehört das Verzeichnis der Zutaten (LMIV Art. 9 Abs. 1 b, Art. 14).",
                "Packaged food needs its list of ingredients (Regulation (EU) 1169/2011, art. 9 (1) b, art. 14).")
        case .age16:
            .init(
                "Zu Bier, Wein und Sekt gehört das Mindestalter 16 (JuSchG § 9).",
                "Beer and wine need the minimum age of 16 (JuSchG § 9).")
        case .age18:
            .init(
                "Zu Spirituosen und Tabak gehört das Mindestalter 18 (JuSchG §§ 9, 10).",
                "Spirits and tobacco need the minimum age of 18 (JuSchG §§ 9, 10).")
        case .manufacturer:
            .init(
                "Zu Spielzeug, Elektrogeräten und Kosmetik gehören Name und Kontakt des Herstellers (GPSR Art. 19).",
                "Toys, electrical goods and cosmetics need their manufacturer's name and contact (Regulation (EU) 2023/988, art. 19)."
            )
        case .energyClass:
            .init(
                "Zu diesen Geräten gehört die Energieklasse (VO (EU) 2017/1369 Art. 6).",
                "These appliances need their energy class (Regulation (EU) 2017/1369, art. 6).")
        }
    }
}
