import TestSupport
import Testing

@testable import Catalog

@Suite("Reading numbers as people write them")
struct DecimalTextTests {
    @Test(
        "prices in German, English and spreadsheet spelling",
        arguments: [
            ("12,90", 1290), ("12.90", 1290), ("12,9", 1290), ("12", 1200), ("1.299,00", 129_900), ("1,299.00", 129_900),
            ("1.299", 129_900), ("1,299", 129_900), ("999.999", 99_999_900), ("12,90 €", 1290), ("€12.90", 1290),
            ("12.90 EUR", 1290),
            ("12,90\u{A0}€", 1290), ("12,-", 1200), ("12,--", 1200), ("12,– €", 1200), ("0,05", 5), (",50", 50), ("0", 0),
            ("007,50", 750),
            ("12.9000", 1290), ("1 299,00", 129_900), ("1\u{202F}299,00", 129_900), ("999.999,99", 99_999_999),
            ("1'299.00", 129_900),
        ])
    func prices(_ text: String, cents: Int) throws {
        #expect(try ProductFieldParser().price(ProductFieldParser.trimmed(Array(text.utf8)[...])) == cents)
    }

    @Test(
        "what is not a price is refused for its reason",
        arguments: [
            ("", ImportFault.empty), ("12,9O", .notAPrice), ("gratis", .notAPrice), ("-1,00", .negative),
            ("0,125", .fractionOfCent),
            ("12,345,6", .notAPrice), ("1.29,00.5", .notAPrice), ("1.000.000", .tooLarge(limit: "999.999,99")),
            ("99999999999999999999", .notAPrice), ("€", .notAPrice), ("12,90 $", .notAPrice), ("1.2345", .fractionOfCent),
            ("--5", .notAPrice),
        ])
    func noPrices(_ text: String, fault: ImportFault) {
        #expect(throws: fault) { try ProductFieldParser().price(ProductFieldParser.trimmed(Array(text.utf8)[...])) }
    }

    @Test(
        "weights and volumes in either unit",
        arguments: [("250", 250), ("250 g", 250), ("1.500", 1500), ("1,5 kg", 1500), ("2,5", 3), ("", 0), ("1.250 kg", 1250)])
    func grams(_ text: String, grams: Int) throws {
        #expect(try ProductFieldParser().weightInGrams(Array(text.utf8)[...]) == grams)
    }

    @Test(
        "kilograms have three places",
        arguments: [("1.250", 1250), ("1,25", 1250), ("0,06", 60), ("1,25 kg", 1250), ("12", 12_000)])
    func kilograms(_ text: String, grams: Int) throws {
        #expect(try ProductFieldParser().weightInKilograms(Array(text.utf8)[...]) == grams)
    }

    @Test(
        "stock is a whole number or empty",
        arguments: [("25", 25), ("0", 0), ("12,0", 12), ("1.200", 1200), ("", nil)] as [(String, Int?)])
    func stock(_ text: String, count: Int?) throws {
        #expect(try ProductFieldParser().stock(Array(text.utf8)[...]) == count)
    }

    @Test(
        "stock that is no count is refused",
        arguments: [("1,5", ImportFault.notAWholeNumber), ("-1", .negative), ("viele", .notAWholeNumber)])
    func noStock(_ text: String, fault: ImportFault) {
        #expect(throws: fault) { try ProductFieldParser().stock(Array(text.utf8)[...]) }
    }

    @Test("no text of digits and separators stops the reader, and what it reads is within the text's digits")
    func anything() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789.,'-+ ".utf8)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 48 }
            for reading in [DecimalText.Reading.money, .measure] {
                guard let number = DecimalText(text, reading: reading) else { continue }
                let digits = text.count { (48...57).contains($0) }
                #expect(number.scale <= digits && number.digits >= 0, "seed \(seed), \(String(decoding: text, as: UTF8.self))")
                _ = number.rounded(places: 3)
                _ = number.exactly(places: 2)
            }
        }
    }
}
