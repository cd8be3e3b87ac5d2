import Accounts
import Foundation
import Testing

@testable import Catalog

@Suite("Small values")
struct ValueTests {
    @Test("money is written as Germans write it")
    func money() {
        let written = [0, 5, 90, 1290, 100_000, 129_900, 123_456_789, -5].map { Cents($0).description }
        #expect(
            written == ["0,00 €", "0,05 €", "0,90 €", "12,90 €", "1.000,00 €", "1.299,00 €", "1.234.567,89 €", "−0,05 €"])
        #expect([Cents(1), Cents(2), Cents(3)].total() == Cents(6))
    }

    @Test(
        "a GTIN's last digit checks the others",
        arguments: ["4006381333931", "20000103", "9783161484100", "036000291452", "14006381333938"])
    func gtin(_ text: String) throws {
        let gtin = try #require(GTIN(rawValue: text))
        #expect(gtin.rawValue.hasSuffix(text))
        let last = try #require(text.last?.wholeNumberValue)
        for digit in 0...9 where digit != last { #expect(GTIN(rawValue: text.dropLast() + "\(digit)") == nil) }
    }

    @Test("what is no GTIN is none", arguments: ["", "4006381333", "4006381333931 ", "４００６３８１３３３９３１", "400638133393X"])
    func noGTIN(_ text: String) { #expect(GTIN(rawValue: text) == nil) }

    @Test("a category's names are read around >, up to six")
    func categories() {
        #expect(CategoryPath("Lebensmittel >Käse>  Weichkäse ")?.names == ["Lebensmittel", "Käse", "Weichkäse"])
        #expect(CategoryPath("")?.names == [])
        #expect(CategoryPath("a > > b") == nil)
        #expect(CategoryPath("a>b>c>d>e>f>g") == nil)
    }

    @Test("ids in JSON are lower case text, and later ones are greater")
    func ids() throws {
        let id = ProductID.new()
        #expect(String(decoding: try JSONEncoder().encode(id), as: UTF8.self) == "\"\(id.rawValue.uuidString.lowercased())\"")
        #expect(try JSONDecoder().decode(ProductID.self, from: JSONEncoder().encode(id)) == id)
        let early = ProductID(rawValue: .timeOrdered(at: Date(timeIntervalSince1970: 1_800_000_000)))
        let late = ProductID(rawValue: .timeOrdered(at: Date(timeIntervalSince1970: 1_800_000_000.002)))
        #expect(early < late)
        #expect(id.rawValue.uuid.6 >> 4 == 7 && id.rawValue.uuid.8 >> 6 == 2)
    }

    @Test("words of a search are runs of letters and digits that tell something")
    func words() {
        #expect(SearchWords("Grüne Soße & Eier!").words == ["Grüne", "Soße", "Eier"])
        #expect(SearchWords("Der Ring für die Königin").words == ["Ring", "Königin"])
        #expect(SearchWords("die").words == ["die"])
        #expect(SearchWords(" -% ").isEmpty)
        #expect(SearchWords(String(repeating: "a b ", count: 100)).words.count == SearchWords.most)
    }
}
