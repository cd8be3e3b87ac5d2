import Accounts

@testable import Catalog

/// What holds for whatever bytes are uploaded as a catalog: for tests with changed files, and for the fuzzer.
struct ImportInvariants {
    private static let shops = ["laden": ShopID.new(), "filiale": ShopID.new()]

    /// What reading gave.
    struct Outcome: Equatable {
        var rows: [ProductRow] = []
        var refused = 0
        var problems: [ImportProblem] = []
        var error: CatalogFileError?
    }

    /// Reads bytes in pieces as the service does; a retailer with one shop or with two.
    static func read(_ bytes: [UInt8], pieceSize: Int, shops count: Int) -> Outcome {
        var outcome = Outcome()
        let shops = Dictionary(
            uniqueKeysWithValues: Self.shops.sorted { $0.key > $1.key }.prefix(count).map { ($0.key, $0.value) })
        var intake = CatalogIntake(FeedSetting(shops: shops, now: 1_700_000_000))
        do {
            var start = 0
            while start < bytes.count {
                let end = min(start + pieceSize, bytes.count)
                try intake.append(Array(bytes[start..<end]))
                while let row = try intake.next() { outcome.rows.append(row) }
                start = end
            }
            try intake.finish()
            while let row = try intake.next() { outcome.rows.append(row) }
        } catch {
            outcome.error = error
        }
        outcome.refused = intake.tally.refused
        outcome.problems = intake.tally.problems
        return outcome
    }

    /// What is wrong with how a fuzzer's input is read: the first byte says in what pieces the rest comes and to whom. A row that fits no table,
    /// a problem without words, another result in other pieces.
    static func violation(ofInput input: some RandomAccessCollection<UInt8>) -> String? {
        guard let first = input.first, input.count > 1 else { return nil }
        let bytes = Array(input.dropFirst())
        let shops = Int(first & 1) + 1
        let outcome = read(bytes, pieceSize: bytes.count, shops: shops)
        if let violation = violation(in: outcome) { return violation }
        guard first & 2 != 0 else { return nil }
        let size = Int(first >> 2) + 1
        return read(bytes, pieceSize: size, shops: shops) == outcome ? nil : "pieces of \(size) bytes give something else"
    }

    /// What is wrong with the outcome; nil when all is as it must be: each row fits the tables, each problem can be told to people.
    static func violation(in outcome: Outcome) -> String? {
        for row in outcome.rows { if let wrong = violation(in: row) { return "line \(row.line): \(wrong)" } }
        for problem in outcome.problems {
            for language in Language.allCases where problem.fault.reason(in: language).isEmpty {
                return "line \(problem.line): a problem without words"
            }
            if problem.value.utf8.contains(0) { return "line \(problem.line): a value that cannot be kept" }
        }
        if let error = outcome.error, Language.allCases.contains(where: { error.message(in: $0).isEmpty }) {
            return "an error without words"
        }
        return nil
    }

    /// The constraints of the tables that the reader has to keep.
    private static func violation(in row: ProductRow) -> String? {
        func fits(_ text: String?, _ most: Int) -> Bool {
            guard let text else { return true }
            return text.unicodeScalars.count <= most && !text.utf8.contains(0)
        }
        let texts = [
            fits(row.sku, 64), fits(row.title, 200), fits(row.description, 10_000), fits(row.brand, 100),
            fits(row.imageURL, 2000),
            fits(row.ingredients, 5000), fits(row.manufacturer, 200), fits(row.manufacturerContact, 500),
            fits(row.variantGroup, 200),
            row.variantGroup != "", fits(row.parentKey, 200), row.groupKeys.allSatisfy { fits($0, 200) },
            row.options.allSatisfy { fits($0.name, 10_000) && fits($0.value, 10_000) },
            row.moreImages.allSatisfy { fits($0, 2000) }, row.moreImages.count <= 31,
            row.options.count <= 6, fits(row.choices.description, 5000), fits(row.availableHours?.description, 500),
        ]
        if let index = texts.firstIndex(of: false) { return "text \(index) does not fit" }
        if !row.isContainer, SKU(rawValue: row.sku) == nil { return "sku '\(row.sku)'" }
        if let title = row.title, !title.contains(where: { !$0.isWhitespace }) { return "a title of white space" }
        let numbers = [
            (row.price ?? 0, 99_999_999), (row.stock ?? 0, 1_000_000_000), (row.weight, 1_000_000), (row.volume, 5_000_000),
            (row.preparationMinutes ?? 0, 1440), (row.strikePrice ?? 0, 99_999_999), (row.deposit, 100_000),
            (row.reusableDeposit ?? 0, 10_000), (row.content?.amount ?? 0, 1_000_000_000),
        ]
        if let wrong = numbers.first(where: { !(0...$0.1).contains($0.0) }) { return "number \(wrong.0) beyond \(wrong.1)" }
        if let vat = row.vat, ![0, 7, 19].contains(vat) { return "VAT \(vat)" }
        if let gtin = row.gtin, GTIN(rawValue: gtin) == nil { return "GTIN \(gtin)" }
        return nil
    }
}
