import Accounts
import Foundation
import TestSupport
import Testing

@testable import Catalog

@Suite("Reading a catalog file")
struct CatalogFileTests {
    private let shop = ShopID.new()

    /// The rows and problems of a file, given in pieces of `size` bytes.
    private func read(_ bytes: [UInt8], shops: [String: ShopID]? = nil, pieces size: Int = 16) throws -> (
        rows: [ProductRow], intake: CatalogIntake
    ) {
        var intake = CatalogIntake(FeedSetting(shops: shops ?? ["laden": shop], now: 0))
        var rows: [ProductRow] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            try intake.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let row = try intake.next() { rows.append(row) }
        }
        try intake.finish()
        while let row = try intake.next() { rows.append(row) }
        return (rows, intake)
    }

    private func read(_ text: String, shops: [String: ShopID]? = nil) throws -> (rows: [ProductRow], intake: CatalogIntake) {
        try read(Array(text.utf8), shops: shops)
    }

    @Test("names of columns are compared by their letters and digits alone, whatever the case")
    func headerNames() {
        let names = [
            ("Gewicht (g)", "gewicht_g"), ("  --ART. Nr.--", "art_nr"), ("", ""), ("€", ""), ("Länge\u{A0}(CM)", "länge_cm"),
            ("a\r\nb", "a_b"), ("ÄÖÜ ẞ", "äöü_ß"), ("x²", "x²"), ("e\u{301}a", "e\u{301}a"), ("K", "k"),
        ]
        for (name, key) in names { #expect(FeedHeader.normalized(name) == key, "\(name)") }
        // The quick way for western names gives what the other gives.
        for letter in (0x80...0x17F).compactMap(Unicode.Scalar.init).map(Character.init) {
            for name in ["a\(letter)b", "\(letter)", "Ä\(letter) (\(letter)", "\(letter)\u{301}"] {
                #expect(FeedHeader.normalized(name) == FeedHeader.normalizedByCharacters(name), "\(name)")
            }
        }
        for first in UInt8(0)..<0x80 {
            for second in UInt8(0)..<0x80 {
                let name = String(decoding: [0x41, first, second, 0x62, first], as: UTF8.self)
                #expect(FeedHeader.normalized(name) == FeedHeader.normalizedByCharacters(name), "\(first) \(second)")
            }
        }
    }

    @Test("a title above the header is passed over, lines keep their numbers", arguments: [";", ",", "\t", "sep=;\n"])
    func titleAboveHeader(dialect: String) throws {
        let separator = dialect.hasPrefix("sep") ? ";" : dialect
        let title = "Radwerk: Artikel, Preise; \"alles\"\nStand 20.11.2026\n\n"
        let table = ["Art. Nr.|Bezeichnung|Preis", "A1|Klingel|3.50", "A2||4"].joined(separator: "\n")
        let file = (dialect.hasPrefix("sep") ? dialect : "") + title + table.replacing("|", with: separator)
        let (rows, intake) = try read(file)
        #expect(rows.map(\.sku) == ["A1"] && rows.first?.title == "Klingel" && rows.first?.price == 350)
        let first = dialect.hasPrefix("sep") ? 2 : 1
        #expect(intake.file.header?.line == first + 3)
        #expect(rows.first?.line == first + 4)
        #expect(intake.tally.problems.map(\.line) == [first + 5])
    }

    @Test("without a header the first line is named as what was found, whatever comes below")
    func noHeaderAtAll() throws {
        #expect(throws: CatalogFileError.columnsMissing(["sku", "title", "price"], found: ["Liste", "der", "Waren"])) {
            try read("Liste;der;Waren\nA1;Klingel;3,50\nA2;Sattel;12")
        }
        // Far below, a line that looks like a header is goods.
        let rows = (0..<CatalogFile.mostTitles).map { "A\($0);Klingel;3,50\n" }.joined()
        #expect(throws: CatalogFileError.columnsMissing(["sku", "title", "price"], found: ["Liste", "der", "Waren"])) {
            try read("Liste;der;Waren\n" + rows + "sku;title;price\n")
        }
    }

    @Test("a text that an export writes as a formula, so that spreadsheets leave it alone, is that text")
    func textFormulas() throws {
        let file = #"""
            sku;title;price;ean
            ="007";"=""Ding""";="1,50";="4006381333931"
            ="";=1+1;1;=""
            ="a"b";="Ding;1;
            """#
        let (rows, intake) = try read(file)
        #expect(rows.map(\.sku) == ["007", "=\"a\"b\""])
        #expect(rows.map(\.title) == ["Ding", "=\"Ding"])
        #expect(rows.first?.price == 150 && rows.first?.gtin == "4006381333931" && rows.last?.gtin == nil)
        #expect(intake.tally.problems.map { "\($0.line) \($0.column) \($0.fault)" } == ["3 sku empty"])
    }

    /// One product in every dialect and encoding; each must end up the same.
    @Test("dialects and encodings of one table give the same product")
    func dialects() throws {
        let german =
            "Artikelnummer;Bezeichnung;Preis;MwSt;Bestand;Gewicht (kg);Kategorie\nA-1;Käse, jung;1.299,00 €;7 %;5;0,25;Lebensmittel > Käse\n"
        let english = "sku,title,price,vat,stock,weight_g,category\nA-1,\"Käse, jung\",1299.00,7,5,250,Lebensmittel>Käse\n"
        let files: [[UInt8]] = [
            Array(german.utf8), [0xEF, 0xBB, 0xBF] + Array(german.utf8),
            [UInt8](try #require(german.data(using: .windowsCP1252))),
            [0xFF, 0xFE] + (try #require(german.data(using: .utf16LittleEndian))), Array(english.utf8),
            Array(german.replacing(";", with: "\t").utf8), Array(german.replacing(";", with: "|").utf8),
            Array(("sep=;\r\n" + german).utf8),
            Array(german.replacing("\n", with: "\r\n").utf8), Array(german.replacing("\n", with: "\r").utf8),
            Array((german + ";;;;;;\n\n").utf8),
        ]
        for (number, file) in files.enumerated() {
            let (rows, intake) = try read(file)
            #expect(intake.tally.problems == [], "file \(number)")
            var expected = ProductRow(line: number == 7 ? 3 : 2, shopID: shop)
            expected.sku = "A-1"
            expected.title = "Käse, jung"
            expected.price = 129_900
            expected.vat = 7
            expected.stock = 5
            expected.weight = 250
            expected.category = "Lebensmittel > Käse"
            #expect(rows == [expected], "file \(number)")
        }
    }

    @Test("each bad value is reported with its line, column, value and reason, and the good rows are kept")
    func badRows() throws {
        let file = """
            Artikelnummer;Titel;Preis;MwSt;EAN;Lagerung;Aktiv;Bild;Farbe
            A1;Gut;1,00;7;;;;;rot
            ;Ohne Nummer;1,00;;;;;;
            A3;"Zwei
            Zeilen";teuer;16;4006381333932;lauwarm;vielleicht;ftp://x;
            A4;Kaputte Nummer;1,00;;4,00638E+12;;;;
            A5;Zu viel;1,00;;;;;;;;;3,90
            A6;Kurz;2
            """
        let (rows, intake) = try read(file)
        #expect(rows.map(\.sku) == ["A1", "A6"])
        let found = intake.tally.problems.map { "\($0.line) \($0.column) \($0.value) \($0.fault)" }
        #expect(
            found == [
                "3 Artikelnummer  empty", "4 Preis teuer notAPrice", "4 MwSt 16 notAVATRate",
                "4 EAN 4006381333932 gtinCheckDigit(expected: 1)", "4 Lagerung lauwarm notAHandling",

                "4 Bild ftp://x notAnAddress", "4 Aktiv vielleicht notYesOrNo", "6 EAN 4,00638E+12 gtinSpoiled",
                "7   tooManyFields(expected: 9, found: 12)",
            ])
        #expect(intake.tally.rows == 6)
        #expect(intake.tally.refused == 4)
        #expect(try intake.layout.ignored == ["Farbe"])
    }

    @Test("every fault says what is wrong and what to do, in German and in English")
    func words() {
        let faults: [ImportFault] = [
            .empty, .tooLong(limit: 5), .invalidCharacter, .notAPrice, .fractionOfCent, .negative, .tooLarge(limit: "5"),
            .notAVATRate,
            .notAWholeNumber, .notANumber, .gtinSpoiled, .gtinLength, .gtinCheckDigit(expected: 3), .notAHandling, .notYesOrNo,
            .notACategory, .notAnAddress, .shopMissing(known: ["a", "b"]), .shopUnknown(known: []),
            .tooManyFields(expected: 3, found: 4),
            .repeatedSKU(firstLine: 7), .notAnAllergen(word: "Huhn"), .notAnAge, .notAnEnergyClass, .notAContent, .notAnOption,
            .notAnAvailability, .notADeposit, .notWholeCents, .notForDelivery, .productUnknown,
        ]
        for fault in faults {
            for text in [
                fault.reason(in: .german), fault.remedy(in: .german), fault.reason(in: .english), fault.remedy(in: .english),
            ] {
                #expect(text.hasSuffix(".") && text.count > 10, "\(fault)")
            }
        }
        #expect(Set(faults.map { $0.reason(in: .german) }).count == faults.count)
    }

    @Test("a row goes to its shop; another's shop or none is refused when there are several")
    func shops() throws {
        let other = ShopID.new()
        let file = "filiale;sku;title;price\nladen;A;x;1\nZWEIG;B;x;1\nfremd;C;x;1\n;D;x;1\n"
        let (rows, intake) = try read(file, shops: ["laden": shop, "zweig": other])
        #expect(rows.map(\.shopID) == [shop, other])
        #expect(
            intake.tally.problems.map(\.fault) == [
                .shopUnknown(known: ["laden", "zweig"]), .shopMissing(known: ["laden", "zweig"]),
            ])
        // With one shop nobody needs to name it.
        #expect(try read("sku;title;price\nA;x;1\n").rows.map(\.shopID) == [shop])
    }

    @Test("files that are no catalogs are refused as a whole, with one sentence")
    func notCatalogs() throws {
        #expect(throws: CatalogFileError.empty) { try read("") }
        #expect(throws: CatalogFileError.empty) { try read("\n\r\n \n") }
        #expect(throws: CatalogFileError.columnsMissing(["price"], found: ["Farbe", "Titel", "sku"])) {
            try read("sku;Titel;Farbe\nA;B;C\n")
        }
        #expect(throws: CatalogFileError.columnTwice("Titel", "Name")) { try read("sku;Titel;Name;Preis\n") }
        #expect(throws: CatalogFileError.columnTwice("gewicht_g", "gewicht_kg")) {
            try read("sku;titel;preis;gewicht_g;gewicht_kg\n")
        }
        #expect(throws: CatalogFileError.notCSV) { try read(Array("PK\u{3}\u{4}".utf8) + [0, 0, 0, 8]) }
        #expect(throws: CatalogFileError.quoteNotClosed(line: 2)) { try read("sku;title;price\nA;\"x;1\nB;y;2\n") }
        #expect(throws: CatalogFileError.notCSV) { try read(Array(repeating: UInt8(ascii: "a"), count: 200_000), pieces: 65_536) }
    }

    @Test("unreadable bytes in one row refuse that row alone")
    func unreadable() throws {
        let (rows, intake) = try read(Array("sku;title;price\nA;Käse;1\nB;x".utf8) + [0xFF] + Array("y;1\nC;z;1\n".utf8))
        #expect(rows.map(\.sku) == ["A", "C"])
        #expect(intake.tally.problems.map(\.fault) == [.invalidCharacter])
        #expect(try read(Array("sku;title;price\nA;x\u{1}y;1\n".utf8)).intake.tally.problems.map(\.fault) == [.invalidCharacter])
    }

    @Test("letters whose marks are written apart become one character, as search compares them")
    func composed() throws {
        let title = try #require(try read("sku;title;price\nA;Gru\u{308}ne Soße;1\n").rows.first).title
        #expect(Array(title?.unicodeScalars ?? "".unicodeScalars) == Array("Gr\u{FC}ne Soße".unicodeScalars))
    }

    @Test("random bytes after a header never stop the reader")
    func anything() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("A1;;,\"\"\n\n\r\t |.-€äE+0".utf8) + [0, 0xFF, 0xC3]
        for _ in 0..<500 {
            let body = (0..<Int.random(in: 0...200, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 65 }
            let bytes = Array("sku;title;price;vat;stock;gtin;category;weight_kg\n".utf8) + body
            let size = Int.random(in: 1...50, using: &random)
            do {
                let whole = try read(bytes, pieces: .max)
                let cut = try read(bytes, pieces: size)
                #expect(whole.rows == cut.rows && whole.intake.tally.problems == cut.intake.tally.problems, "seed \(seed)")
                #expect(whole.intake.tally.rows == whole.rows.count + whole.intake.tally.refused, "seed \(seed)")
            } catch is CatalogFileError {
                continue
            }
        }
    }
}
