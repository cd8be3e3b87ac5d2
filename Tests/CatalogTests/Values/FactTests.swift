import Testing

@testable import Catalog

@Suite("What the law wants to know")
struct FactTests {
    private let parser = ProductFieldParser()

    private func content(_ text: String) throws -> String? {
        try parser.content(Array(text.utf8)[...]).map { "\($0.amount) \($0.unit.rawValue)" }
    }

    @Test(
        "contents are read as packages say them",
        arguments: [
            ("500 g", "500 g"), ("0,75 l", "750 ml"), ("0.75L", "750 ml"), ("75 cl", "750 ml"), ("12 x 0,7 l", "8400 ml"),
            ("6×1,5 l", "9000 ml"), ("1 kg", "1000 g"), ("1.000 g", "1000 g"), ("1.000 kg", "1000 g"), ("2,5 m", "2500 mm"),
            ("50 cm", "500 mm"),
            ("1,5 m²", "15000 cm2"), ("20 sqm", "200000 cm2"), ("kg", "1000 g"), ("", nil), ("10 Stück", nil),
        ])
    func contents(text: String, expected: String?) throws {
        #expect(try content(text) == expected)
    }

    @Test(
        "contents that make no sense are refused",
        arguments: ["5 Unzen", "viel", "0 g", "-5 g", "g g", "99999999999 kg", "0x5 g"])
    func nonsense(text: String) {
        #expect(throws: ImportFault.notAContent) { try content(text) }
    }

    @Test("a unit price is that of a kilogram, litre, metre or square metre, rounded half up")
    func unitPrices() throws {
        func price(_ cents: Int, _ text: String) throws -> Int {
            try #require(try parser.content(Array(text.utf8)[...])).unitPrice(of: Cents(cents)).rawValue
        }
        #expect(try price(870, "250 g") == 3480)
        #expect(try price(999, "0,75 l") == 1332)
        #expect(try price(100, "300 g") == 333)
        #expect(try price(599, "12 x 0,7 l") == 71)
        #expect(try price(199, "2,5 m") == 80)
        #expect(try price(1, "2 kg") == 1)
        #expect(try price(2990, "1,5 m²") == 1993)
    }

    @Test("allergens are read in German and English; “keine” is not the same as nothing")
    func allergens() throws {
        func read(_ text: String) throws -> [Allergen]? { try parser.allergens(Array(text.utf8)[...]) }
        #expect(try read("Milch, Weizen; Dinkel") == [.gluten, .milk])
        #expect(try read("Peanuts|Sulphites") == [.peanuts, .sulphites])
        #expect(try read("keine") == [])
        #expect(try read("") == nil)
        #expect(throws: ImportFault.notAnAllergen(word: "Huhn")) { try read("Milch, Huhn") }
        for allergen in Allergen.allCases {
            #expect(try read(allergen.german) == [allergen])
            #expect(try read(allergen.rawValue) == [allergen])
        }
        #expect(Allergen.allCases.count == 14)
    }

    @Test("ages, energy classes, options and deposits")
    func others() throws {
        func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }
        #expect(try parser.minimumAge(bytes("ab 18")) == .eighteen && parser.minimumAge(bytes("16+")) == .sixteen)
        #expect(try parser.minimumAge(bytes("0")) == nil && parser.minimumAge(bytes("")) == nil)
        #expect(throws: ImportFault.notAnAge) { try parser.minimumAge(bytes("12")) }
        #expect(throws: ImportFault.notAnAge) { try parser.minimumAge(bytes("erwachsen")) }
        #expect(try parser.energyClass(bytes("b")) == .b)
        #expect(throws: ImportFault.notAnEnergyClass) { try parser.energyClass(bytes("A+++")) }
        #expect(
            try parser.options(bytes("Größe: M | Farbe=rot")) == [
                .init(name: "Größe", value: "M"), .init(name: "Farbe", value: "rot"),
            ])
        #expect(throws: ImportFault.notAnOption) { try parser.options(bytes("M")) }
        #expect(try parser.deposit(bytes("3,30 €")) == 330 && parser.deposit(bytes("")) == 0)
        #expect(try DepositType.cents(of: "Einweg", count: "24") == 600)
        #expect(try DepositType.cents(of: "pfand-25", count: "") == 25)
        #expect(try DepositType.cents(of: "Mehrweg 0,08", count: "20") == 160)
        #expect(throws: ImportFault.notADeposit) { try DepositType.cents(of: "Kiste", count: "1") }
    }

    @Test("HTML becomes what one reads of it")
    func html() {
        #expect(
            HTMLToText.text(of: "<p>Eins &amp; zwei</p><ul><li>drei</li><li>vier</li></ul>") == "Eins & zwei\n\n– drei\n\n– vier")
        #expect(
            HTMLToText.text(of: "a<script>alert('b')</script>c<br/>3 < 4 &euro; &#228; &#x41; &unknown; & so")
                == "ac\n3 < 4 € ä A &unknown; & so")
        #expect(HTMLToText.text(of: "<!-- nur > für uns -->Text") == "Text")
    }

    @Test("sale prices count from their first moment to their last, in the city's time where no other is written")
    func dates() {
        #expect(FeedDate.seconds("2026-11-21T00:00+0100", isEnd: false) == 1_795_215_600)
        #expect(FeedDate.seconds("2026-11-21", isEnd: false) == 1_795_215_600)
        #expect(FeedDate.seconds("2026-11-21", isEnd: true) == 1_795_302_000)
        #expect(FeedDate.seconds("2026-11-20T23:00Z", isEnd: false) == 1_795_215_600)
        #expect(FeedDate.seconds("morgen", isEnd: false) == nil)
        #expect(FeedDate.contains(10, from: "", to: ""))
        #expect(!FeedDate.contains(1_795_215_599, from: "2026-11-21", to: "2026-11-22"))
        #expect(FeedDate.contains(1_795_215_600, from: "2026-11-21", to: "2026-11-21 00:01"))
        #expect(!FeedDate.contains(1_795_215_660, from: "2026-11-21", to: "2026-11-21 00:01"))
    }
}
