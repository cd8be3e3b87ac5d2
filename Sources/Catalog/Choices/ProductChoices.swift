public import Database

/// All that is to be chosen with a product, in the text form of our CSV format, which is also how it is stored:
///
///     Größe (1): klein; groß +3,00 | Extras (0-3): Käse +1,50; Oliven +1,00
///
/// Groups are separated by `|`, choices by `;`. In parentheses stands how many may be chosen: `(1)` exactly one, `(0-3)` up to three;
/// without them it is exactly one. A surcharge follows a `+`.
public struct ProductChoices: Hashable, Sendable {
    public static let none = ProductChoices(groups: [])
    public static let mostGroups = 10
    public static let mostChoices = 40
    public static let longestName = 80
    public static let highestSurcharge = Cents(100_000)

    public let groups: [ChoiceGroup]

    private init(groups: [ChoiceGroup]) { self.groups = groups }

    /// - Throws: ``ProductChoicesError`` that names the part that cannot be read. A text of white space has no groups.
    public init(parsing text: String) throws(ProductChoicesError) {
        var groups: [ChoiceGroup] = []
        for part in text.split(whereSeparator: { $0 == "|" || $0.isNewline }) {
            let part = String(part).trimmed
            guard !part.isEmpty else { continue }
            let group = try Self.group(part)
            guard !groups.contains(where: { $0.name == group.name }) else {
                throw ProductChoicesError(part: group.name, rule: .repeated)
            }
            groups.append(group)
        }
        guard groups.count <= Self.mostGroups else { throw ProductChoicesError(part: groups.last?.name ?? "", rule: .tooMany) }
        self.groups = groups
    }

    private static func group(_ text: String) throws(ProductChoicesError) -> ChoiceGroup {
        guard let colon = text.firstIndex(of: ":") else { throw ProductChoicesError(part: text, rule: .colon) }
        let (name, count) = try head(String(text[..<colon]).trimmed)
        var choices: [ChoiceGroup.Choice] = []
        for part in text[text.index(after: colon)...].split(separator: ";") {
            let part = String(part).trimmed
            guard !part.isEmpty else { continue }
            let choice = try choice(part)
            guard !choices.contains(where: { $0.name == choice.name }) else {
                throw ProductChoicesError(part: choice.name, rule: .repeated)
            }
            choices.append(choice)
        }
        guard choices.count <= mostChoices else { throw ProductChoicesError(part: name, rule: .tooMany) }
        guard count.upperBound >= 1, count.upperBound <= choices.count else {
            throw ProductChoicesError(part: name, rule: .count)
        }
        return ChoiceGroup(name: name, minimum: count.lowerBound, maximum: count.upperBound, choices: choices)
    }

    /// "Extras (0-3)".
    private static func head(_ text: String) throws(ProductChoicesError) -> (String, ClosedRange<Int>) {
        guard text.hasSuffix(")"), let opening = text.lastIndex(of: "(") else { return (try checked(text), 1...1) }
        let inside = text[text.index(after: opening)...].dropLast()
        let ends = inside.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }.map { Int(String($0).trimmed) }
        let name = try checked(String(text[..<opening]).trimmed)
        switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
        case (1, let count?, _) where count > 0: return (name, count...count)
        case (2, let least?, let most?) where least >= 0 && least <= most: return (name, least...most)
        default: throw ProductChoicesError(part: text, rule: .count)
        }
    }

    /// "Käse +1,50". A `+` that is followed by anything but a digit belongs to the name.
    private static func choice(_ text: String) throws(ProductChoicesError) -> ChoiceGroup.Choice {
        guard let plus = text.lastIndex(of: "+"), case let tail = String(text[text.index(after: plus)...]).trimmed,
            tail.first?.isNumber == true
        else { return ChoiceGroup.Choice(name: try checked(text)) }
        guard let cents = try? ProductFieldParser().price(Array(tail.utf8)[...]), Cents(cents) <= highestSurcharge else {
            throw ProductChoicesError(part: text, rule: .price)
        }
        return ChoiceGroup.Choice(name: try checked(String(text[..<plus]).trimmed), priceCents: Cents(cents))
    }

    private static func checked(_ name: String) throws(ProductChoicesError) -> String {
        guard (1...longestName).contains(name.unicodeScalars.count) else { throw ProductChoicesError(part: name, rule: .name) }
        return name
    }
}

/// The text form, in which two that are equal are written alike.
extension ProductChoices: CustomStringConvertible {
    public var description: String {
        groups.map { group in
            let count = group.minimum == group.maximum ? "\(group.minimum)" : "\(group.minimum)-\(group.maximum)"
            return "\(group.name) (\(count)): " + group.choices.map(Self.text).joined(separator: "; ")
        }.joined(separator: " | ")
    }

    private static func text(_ choice: ChoiceGroup.Choice) -> String {
        choice.priceCents == .zero ? choice.name : "\(choice.name) +\(choice.priceCents.description.replacing(" €", with: ""))"
    }
}

/// What is wrong with a text of choices.
public struct ProductChoicesError: Error, Hashable, Sendable {
    public enum Rule: String, Codable, Sendable {
        /// A group begins with its name and a colon.
        case colon
        /// So many cannot be chosen among these.
        case count
        case price
        /// Missing or too long.
        case name
        /// Two of one name.
        case repeated
        case tooMany
    }

    /// The part that cannot be read.
    public let part: String
    public let rule: Rule

    /// What is wrong, and what helps.
    public func sentence(in language: Language) -> String {
        let fault = ImportFault.notChoices(part: String(part.prefix(40)), rule: rule)
        return "\(fault.reason(in: language)) \(fault.remedy(in: language))"
    }
}

extension ProductChoices: DatabaseCodable {
    public static var databaseType: DatabaseType { String.databaseType }

    public func encode(into bytes: inout [UInt8]) throws -> Presence { try description.encode(into: &bytes) }

    public static func decode(_ value: DatabaseValue) throws -> ProductChoices {
        try ProductChoices(parsing: try String.decode(value))
    }
}
