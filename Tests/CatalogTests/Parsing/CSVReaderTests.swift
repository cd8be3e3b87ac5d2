import TestSupport
import Testing

@testable import Catalog

@Suite("Cutting CSV into records")
struct CSVReaderTests {
    /// The fields of every record, the text given in pieces of `size` bytes.
    private func read(_ text: String, separator: Character = ";", pieces size: Int = .max) throws -> [[String]] {
        try records(text, separator: separator, pieces: size).map { record in (0..<record.count).map(record.text) }
    }

    private func records(_ text: String, separator: Character = ";", pieces size: Int = .max) throws -> [CSVRecord] {
        var reader = CSVReader(separator: separator.asciiValue ?? 0)
        var records: [CSVRecord] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let record = try reader.next() { records.append(record) }
        }
        reader.finish()
        while let record = try reader.next() { records.append(record) }
        return records
    }

    @Test("LF, CR LF and CR each end a record", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(_ end: String) throws {
        let text = ["a;b", "c;d", "", "e;f"].joined(separator: end)
        #expect(try read(text) == [["a", "b"], ["c", "d"], ["e", "f"]])
        #expect(try read(text + end) == [["a", "b"], ["c", "d"], ["e", "f"]])
        #expect(try records(text).map(\.line) == [1, 2, 4])
    }

    @Test("quotes keep separators, line breaks and doubled quotes")
    func quotes() throws {
        #expect(try read("\"a;b\";\"c\r\nd\";\"say \"\"hi\"\"\"\n") == [["a;b", "c\r\nd", "say \"hi\""]])
        #expect(try read("\"\";\"\"\"\"\n") == [["", "\""]])
    }

    @Test("a quote inside an unquoted field is a character, and text after a closing quote belongs to the field")
    func strayQuotes() throws {
        #expect(try read("Rohr 5\" lang;x\n") == [["Rohr 5\" lang", "x"]])
        #expect(try read("\"a\"b;c\n") == [["ab", "c"]])
    }

    @Test("a record's line is the one on which it begins, whatever line breaks its fields hold")
    func lines() throws {
        let text = "head\n\"one\ntwo\r\nthree\rfour\"\nafter\n"
        #expect(try records(text).map(\.line) == [1, 2, 6])
    }

    @Test("empty lines and lines of separators alone are skipped; empty fields are not")
    func blankLines() throws {
        #expect(try read("a;b\n\n;;\n ; \nc;\n;d") == [["a", "b"], ["c", ""], ["", "d"]])
        #expect(try read("") == [])
        #expect(try read("\n\r\n") == [])
    }

    @Test("a quote that is never closed is named by its line")
    func openQuote() throws {
        #expect(throws: CSVError.quoteNotClosed(line: 3)) { try read("a;b\nc;d\ne;\"f\ng;h\n") }
        let endless = "a;b\n\"" + String(repeating: "x;y\n", count: 400_000)
        #expect(throws: CSVError.quoteNotClosed(line: 2)) { try read(endless, pieces: 65_536) }
    }

    @Test("where the pieces are cut makes no difference")
    func pieces() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet: [Character] = ["a", "ä", "€", ";", ";", "\"", "\"", "\n", "\r", " ", "1"]
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...30, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
            let whole = Result { try records(text) }
            for size in [1, 2, 3, 7] {
                let cut = Result { try records(text, pieces: size) }
                #expect("\(whole)" == "\(cut)", "seed \(seed), text \(text.debugDescription), pieces of \(size)")
            }
        }
    }

    @Test("what is written is what is read")
    func roundTrip() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet: [Character] = ["a", "ß", ";", "\"", "\n", "\r", ",", "x"]
        for _ in 0..<500 {
            let rows = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (0..<3).map { _ in
                    "k"
                        + String(
                            (0..<Int.random(in: 0...6, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" }
                        )
                }
            }
            let text = rows.map { $0.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ";") + "\r\n" }
                .joined()
            #expect(try read(text, pieces: 5) == rows, "seed \(seed)")
        }
    }
}
