import Foundation

/// A large catalog that reads like a shop's: made-up products from German words, the same each time.
struct BenchmarkCity {
    let folder: URL
    let products: Int

    private static let things = [
        "Fahrradschlauch", "Kaffeekanne", "Notizbuch", "Wolldecke", "Teekessel", "Rotwein", "Kinderbuch", "Wanderstiefel",
        "Bratpfanne",
        "Tischlampe", "Blumentopf", "Regenschirm", "Handtuch", "Schokolade", "Olivenöl", "Kerze", "Puzzle", "Rucksack",
        "Gewürzmühle",
        "Bilderrahmen", "Messerblock", "Bettwäsche", "Seife", "Honig", "Luftpumpe", "Spielzeugauto", "Füller", "Kochbuch",
        "Thermosflasche",
        "Küchenwaage",
    ]
    private static let qualities = [
        "blau", "grün", "handgemacht", "klein", "groß", "klassisch", "aus Buche", "aus Leinen", "regional", "leicht", "robust",
        "faltbar",
        "vegan", "rot", "schwarz", "aus Edelstahl", "für Kinder", "mit Deckel", "im Geschenkkarton", "zum Nachfüllen",
    ]
    private static let sentences = [
        "Seit vielen Jahren in unserem Laden und immer wieder gefragt.", "Hergestellt in einem kleinen Betrieb im Odenwald.",
        "Hält lange und lässt sich reparieren.", "Ein Geschenk, das ankommt.", "Für jeden Tag gemacht.",
    ]

    /// The catalog as a CSV file in the shops' own format.
    /// - Parameter dearer: euros on every price.
    func catalog(dearer: Int = 0) throws -> URL {
        let file = folder.appendingPathComponent("catalog.csv")
        var text = "sku;title;description;price;vat;stock;weight_g;volume_ml;category;brand;allergens;minimum_age\n"
        text.reserveCapacity(products * 160)
        for number in 0..<products {
            let thing = Self.things[number % Self.things.count]
            let quality = Self.qualities[(number / 7) % Self.qualities.count]
            let price = "\(number % 190 + 1 + dearer),\(10 + number % 90)"
            text +=
                "BENCH-\(number);\(thing) \(quality) \(number % 997);\(Self.sentences[number % Self.sentences.count]);\(price);"
            text +=
                "19;\(number % 60 + 1);\(number % 4000 + 20);\(number % 9000 + 50);\(thing) > \(quality);Marke \(number % 211);keine;16\n"
        }
        try Data(text.utf8).write(to: file)
        return file
    }

    /// The stocks of the same products, one more of each.
    func stocks() throws -> URL {
        let file = folder.appendingPathComponent("stocks.csv")
        let lines = (0..<products).map { "BENCH-\($0);\($0 % 60 + 2)\n" }
        try Data(("sku;stock\n" + lines.joined()).utf8).write(to: file)
        return file
    }

    /// What stands in the search field while shoppers type, ready for a URL: beginnings of a first and, of every second, of a next word.
    func beginnings(_ count: Int) -> [String] {
        (0..<count).map { number in
            let thing = Self.things[number % Self.things.count]
            let next = Self.things[(number / 2 + 11) % Self.things.count].prefix(2 + number / 3 % 3)
            let quality = Self.qualities[(number / 3) % Self.qualities.count].prefix(2 + number % 3)
            let text =
                number.isMultiple(of: 2)
                ? String(thing.prefix(2 + number % 6)) : "\(thing) \(number.isMultiple(of: 3) ? next : quality)"
            return text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? thing
        }
    }

    /// Words that shoppers type, ready for a URL.
    func searches(_ count: Int) -> [String] {
        (0..<count).map { number in
            let thing = Self.things[number % Self.things.count]
            let quality = Self.qualities[(number / 3) % Self.qualities.count]
            let text = number.isMultiple(of: 3) ? thing : "\(thing) \(quality)"
            return text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? thing
        }
    }
}
