/// Why a file as a whole cannot be taken; nothing of it was applied.
public enum CatalogFileError: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    case empty
    /// The names of required columns, and those that are there.
    case columnsMissing([String], found: [String])
    /// Two columns that mean the same.
    case columnTwice(String, String)
    case quoteNotClosed(line: Int)
    /// The header does not end within ``CatalogFile/headLength`` bytes: probably not a CSV file.
    case notCSV
    case retailerHasNoShop
    /// The shop that was named for rows without one is not the retailer's.
    case shopUnknown(String, known: [String])
    case tooLarge(limit: Int)
    /// Something of ours went wrong; the same upload will work.
    case interrupted

    /// For programs, such as `columns-missing`.
    public var code: String {
        switch self {
        case .empty: "file-empty"
        case .columnsMissing: "columns-missing"
        case .columnTwice: "column-twice"
        case .quoteNotClosed: "quote-not-closed"
        case .notCSV: "not-csv"
        case .retailerHasNoShop: "no-shop"
        case .shopUnknown: "shop-unknown"
        case .tooLarge: "file-too-large"
        case .interrupted: "interrupted"
        }
    }

    public func message(in language: Language) -> String { words[language] }

    public var description: String { message(in: .english) }

    private var words: LocalizedText {
        switch self {
        case .empty: .init("Die Datei ist leer.", "The file is empty.")
        case .columnsMissing(let names, let found):
            .init(
                "In der Kopfzeile fehlt: \(names.map(Self.germanName).joined(separator: ", ")). Gefunden: \(found.joined(separator: ", ")).",
                "The header lacks: \(names.joined(separator: ", ")). Found: \(found.joined(separator: ", ")).")
        case .columnTwice(let first, let second):
            .init(
                "Die Spalten „\(first)“ und „\(second)“ bedeuten dasselbe. Lassen Sie eine davon weg.",
                "The columns “\(first)” and “\(second)” mean the same. Leave one of them out.")
        case .quoteNotClosed(let line):
            .init(
                "Das Anführungszeichen in Zeile \(line) wird nie geschlossen.",
                "The quote opened in line \(line) is never closed.")
        case .notCSV:
            .init(
                "Das ist keine CSV-Datei. Speichern Sie die Tabelle als CSV und laden Sie sie noch einmal hoch.",
                "This is not a CSV file. Save the table as CSV and upload it again.")
        case .retailerHasNoShop:
            .init("Ihr Unternehmen hat noch keine Filiale.", "Your business has no shop yet.")
        case .shopUnknown(let key, let known):
            .init(
                "„\(key)“ ist keine Ihrer Filialen. Ihre Filialen: \(known.joined(separator: ", ")).",
                "“\(key)” is not a shop of yours. Your shops: \(known.joined(separator: ", ")).")
        case .tooLarge(let limit):
            .init(
                "Die Datei ist größer als \(limit >> 20) MB. Teilen Sie sie auf.",
                "The file is larger than \(limit >> 20) MB. Split it.")
        case .interrupted:
            .init(
                "Bei uns ist etwas schiefgegangen; Ihr Sortiment ist, wie es war. Laden Sie die Datei bitte noch einmal hoch.",
                "Something went wrong here; your catalog is as it was. Please upload the file again.")
        }
    }

    private static func germanName(_ column: String) -> String {
        switch column {
        case "sku": "artikelnummer (sku)"
        case "title": "titel (title)"
        case "price": "preis (price)"
        default: column
        }
    }
}
