import Catalog
import Foundation
import Orders

/// A list of parcels that a carrier hands over at a hub, as CSV with a header (docs/manifests.md). Pure: addresses are looked up elsewhere.
struct ManifestFile: Sendable {
    /// One parcel of the list.
    struct Row: Hashable, Sendable {
        let line: Int
        let tracking: String
        let contact: Contact
        /// Fetched at the door and brought to the hub.
        let isCollection: Bool
        let parcels: Int
        let weight: Grams
        let volume: Millilitres
        let handling: Set<Handling>
        /// When it has to be at the door; `nil`: at any time at which the city delivers.
        let window: ClosedRange<TimeOfDay>?
    }

    private(set) var rows: [Row] = []
    private(set) var problems: [LineProblem] = []

    static let mostParcels = 5000
    private static let mostGrams = 100_000
    private static let mostMillilitres = 1_000_000
    /// What a parcel is taken to fill whose size is not told: parcels of mail order weigh an eighth of a kilogram a litre.
    private static let millilitresPerGram = 8
    private static let leastMillilitres = 3000

    /// Each name with those that carriers use for it as well.
    private static let names: [String: [String]] = [
        "tracking": ["sendungsnummer", "paketnummer", "trackingnumber", "tracking_number"],
        "recipient": ["empfänger", "empfaenger", "name"], "street": ["straße", "strasse"],
        "house_number": ["hausnummer", "hausnr", "number"], "postcode": ["plz", "zip"], "city": ["ort", "stadt"],
        "phone": ["telefon"], "note": ["hinweis", "bemerkung"], "parcels": ["pakete", "stück"],
        "weight_kg": ["gewicht_kg", "gewicht"], "volume_l": ["volumen_l", "volumen"], "handling": ["behandlung"],
        "from": ["von"], "to": ["bis"], "direction": ["richtung"],
    ]
    private static let needed = ["tracking", "recipient", "street", "house_number", "postcode", "weight_kg"]

    /// - Throws: ``CSVTableError`` when the file as a whole cannot be read.
    init(_ bytes: Data) throws(CSVTableError) {
        let table = try CSVTable(bytes)
        for column in Self.needed where !table.header.contains(where: { Self.spellings(of: column).contains($0) }) {
            let known = Self.needed.joined(separator: ", ")
            throw CSVTableError(line: 1, column: column, reason: "is missing; a manifest has at least the columns \(known)")
        }
        guard table.lines.count <= Self.mostParcels else {
            throw CSVTableError(
                line: Self.mostParcels + 2, column: nil, reason: "a manifest has at most \(Self.mostParcels) lines")
        }
        var lines: [String: Int] = [:]
        for line in table.lines {
            do throws(LineProblem) {
                let row = try Self.row(line)
                if let first = lines.updateValue(line.number, forKey: row.tracking) {
                    throw LineProblem(
                        line: line.number, column: "tracking", value: row.tracking, reason: "stands in line \(first) already",
                        remedy: "give each parcel its own number")
                }
                rows.append(row)
            } catch {
                problems.append(error)
            }
        }
    }

    private static func spellings(of column: String) -> [String] { [column] + (names[column] ?? []) }

    private static func row(_ line: CSVTable.Line) throws(LineProblem) -> Row {
        func value(_ column: String) -> String? { spellings(of: column).lazy.compactMap { line[$0] }.first }
        func problem(_ column: String, _ reason: String, _ remedy: String) -> LineProblem {
            LineProblem(line: line.number, column: column, value: value(column) ?? "", reason: reason, remedy: remedy)
        }
        func required(_ column: String) throws(LineProblem) -> String {
            guard let value = value(column) else { throw problem(column, "is empty", "fill it in") }
            return value
        }
        func number(_ column: String, _ unit: String, atMost most: Double) throws(LineProblem) -> Double? {
            guard let text = value(column) else { return nil }
            guard let number = Double(text.replacing(",", with: ".")), number > 0, number <= most else {
                throw problem(
                    column, "is no number of \(unit) above 0 and up to \(Int(most))", "write it like 2.5, without the unit")
            }
            return number
        }
        let postcode = try required("postcode")
        guard postcode.count == 5, postcode.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw problem("postcode", "is no postcode", "write five digits")
        }
        guard let weight = try number("weight_kg", "kilograms", atMost: Double(mostGrams) / 1000) else {
            throw problem("weight_kg", "is empty", "tell what the parcel weighs; a rider has to carry it")
        }
        let grams = max(1, Int((weight * 1000).rounded(.up)))
        let litres = try number("volume_l", "litres", atMost: Double(mostMillilitres) / 1000)
        let parcels = try number("parcels", "parcels", atMost: 100) ?? 1
        guard parcels == parcels.rounded() else { throw problem("parcels", "is no whole number", "write it like 2") }
        return Row(
            line: line.number, tracking: try required("tracking"),
            contact: Contact(
                recipient: Recipient(name: try required("recipient"), email: "", phone: value("phone")),
                address: DeliveryAddress(
                    street: try required("street"), houseNumber: try required("house_number"), postcode: postcode,
                    city: value("city") ?? "", note: value("note"))),
            isCollection: try isCollection(value("direction") ?? "", problem), parcels: Int(parcels), weight: Grams(grams),
            volume: Millilitres(
                litres.map { Int(($0 * 1000).rounded(.up)) } ?? max(leastMillilitres, grams * millilitresPerGram)),
            handling: try handling(value("handling") ?? "", problem), window: try window(value("from"), value("to"), problem))
    }

    private static func isCollection(
        _ text: String, _ problem: (String, String, String) -> LineProblem
    ) throws(LineProblem) -> Bool {
        switch text.lowercased() {
        case "", "delivery", "zustellung", "lieferung": false
        case "collection", "abholung", "retoure", "return": true
        default: throw problem("direction", "is no direction", "write delivery or collection, or leave it empty")
        }
    }

    private static func handling(
        _ text: String, _ problem: (String, String, String) -> LineProblem
    ) throws(LineProblem) -> Set<Handling> {
        var found: Set<Handling> = []
        for word in text.split(whereSeparator: { " ,;|".contains($0) }) {
            guard let handling = Handling(rawValue: word.lowercased()) else {
                let known = Handling.allCases.map(\.rawValue).joined(separator: ", ")
                throw problem("handling", "“\(word)” is not known", "\(known) are known")
            }
            found.insert(handling)
        }
        return found
    }

    private static func window(
        _ from: String?, _ to: String?, _ problem: (String, String, String) -> LineProblem
    ) throws(LineProblem) -> ClosedRange<TimeOfDay>? {
        if from == nil, to == nil { return nil }
        let remedy = "write both like 10:00 and 12:00, or leave both empty"
        guard let start = from.flatMap({ TimeOfDay($0) }) else { throw problem("from", "is no time of day", remedy) }
        guard let end = to.flatMap({ TimeOfDay($0) }) else { throw problem("to", "is no time of day", remedy) }
        guard start < end else { throw problem("to", "is not after its beginning", remedy) }
        return start...end
    }
}
