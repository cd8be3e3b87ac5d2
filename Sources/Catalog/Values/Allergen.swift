public import Database

/// The fourteen substances that must be declared with every food (Regulation (EU) 1169/2011, annex II), in its order.
public enum Allergen: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case gluten, crustaceans, eggs, fish, peanuts, soya, milk, nuts, celery, mustard, sesame, sulphites, lupin, molluscs

    /// The German word for it.
    public var german: String {
        switch self {
        case .gluten: "Gluten"
        case .crustaceans: "Krebstiere"
        case .eggs: "Eier"
        case .fish: "Fisch"
        case .peanuts: "Erdnüsse"
        case .soya: "Soja"
        case .milk: "Milch"
        case .nuts: "Schalenfrüchte"
        case .celery: "Sellerie"
        case .mustard: "Senf"
        case .sesame: "Sesam"
        case .sulphites: "Sulfite"
        case .lupin: "Lupinen"
        case .molluscs: "Weichtiere"
        }
    }

    /// What files and menus call it, besides its own name and the German one: kinds of grain and nuts among them, in lower case.
    private var otherNames: [String] {
        switch self {
        case .gluten:
            [
                "glutenhaltiges getreide", "getreide", "weizen", "roggen", "gerste", "hafer", "dinkel", "kamut", "wheat", "rye",
                "barley", "oats", "spelt", "cereals containing gluten",
            ]
        case .crustaceans: ["krebs", "krebse", "krustentiere", "garnelen"]
        case .eggs: ["ei", "egg", "hühnerei"]
        case .fish: ["fische"]
        case .peanuts: ["erdnuss", "peanut"]
        case .soya: ["soy", "sojabohnen", "soybeans", "soya beans"]
        case .milk: ["laktose", "lactose", "milch (laktose)", "milcheiweiß", "dairy"]
        case .nuts:
            [
                "nüsse", "nuss", "mandeln", "mandel", "haselnüsse", "haselnuss", "walnüsse", "walnuss", "cashew", "cashewnüsse",
                "pekannüsse", "paranüsse", "pistazien", "pistazie", "macadamia", "almonds", "hazelnuts", "walnuts", "pistachios",
                "tree nuts",
            ]
        case .celery: []
        case .mustard: []
        case .sesame: ["sesamsamen", "sesame seeds"]
        case .sulphites: ["schwefeldioxid", "sulfit", "schwefeldioxid und sulfite", "sulfites", "sulphur dioxide"]
        case .lupin: ["lupine", "lupins"]
        case .molluscs: ["muscheln", "mollusken", "molluscs", "mollusks"]
        }
    }

    private static let byName: [String: Allergen] = {
        var names: [String: Allergen] = [:]
        for allergen in allCases {
            for name in [allergen.rawValue, allergen.german.lowercased()] + allergen.otherNames { names[name] = allergen }
        }
        return names
    }()

    /// The allergen that a word of a file means, in German or English; nil for a word that means none.
    public init?(word: String) {
        guard let allergen = Self.byName[word.lowercased()] else { return nil }
        self = allergen
    }
}
