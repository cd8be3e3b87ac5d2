/// The fields that tell what the law wants to know. Empty ones say nothing.
extension ProductFieldParser {
    static let longestIngredients = 5000
    static let longestManufacturer = 200
    static let longestContact = 500
    static let longestGroup = 200
    static let mostImages = 30
    static let highestDeposit = 100_000
    static let highestReusableDeposit = 10_000
    static let longestChoices = 5000
    static let longestHours = 500

    /// A price that is shown struck out; nil when there is none, zero among them.
    func strikePrice(
        _ bytes: ArraySlice<UInt8>, reading: DecimalText.Reading = .money, isRounded: Bool = false
    ) throws(ImportFault) -> Int? {
        guard !bytes.isEmpty else { return nil }
        let cents = try price(bytes, reading: reading, isRounded: isRounded)
        return cents == 0 ? nil : cents
    }

    func deposit(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let cents = try price(bytes)
        guard cents <= Self.highestDeposit else { throw .tooLarge(limit: "1.000,00") }
        return cents
    }

    func ingredients(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        try optional(bytes, limit: Self.longestIngredients)
    }

    func manufacturer(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        try optional(bytes, limit: Self.longestManufacturer)
    }

    func manufacturerContact(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        try optional(bytes, limit: Self.longestContact)
    }

    func variantGroup(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        try optional(bytes, limit: Self.longestGroup)
    }

    private func optional(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ImportFault) -> String? {
        let text = try text(bytes, limit: limit)
        return text.isEmpty ? nil : text
    }

    /// "Gluten, Milch"; "keine" says that there are none; nothing says nothing.
    func allergens(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> [Allergen]? {
        let words = String(decoding: bytes, as: UTF8.self).split { ",;|/\n".contains($0) }.map { String($0).trimmed }
            .filter { !$0.isEmpty }
        guard let first = words.first else { return nil }
        if words.count == 1, ["keine", "keines", "ohne", "none", "no", "-", "–"].contains(first.lowercased()) { return [] }
        var found: Set<Allergen> = []
        for word in words {
            guard let allergen = Allergen(word: word) else { throw .notAnAllergen(word: String(word.prefix(40))) }
            found.insert(allergen)
        }
        return Allergen.allCases.filter(found.contains)
    }

    /// "16", "ab 18", "18+"; nil for 0 and for nothing.
    func minimumAge(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> MinimumAge? {
        let digits = bytes.filter { (48...57).contains($0) }
        let others = String(decoding: bytes.filter { !(48...57).contains($0) }, as: UTF8.self).lowercased().trimmed
        guard ["", "ab", "+", "ab jahren", "jahre", "fsk", "years"].contains(others) else { throw .notAnAge }
        guard let age = Int(String(decoding: digits, as: UTF8.self)), age > 0 else {
            if digits.isEmpty, !others.isEmpty { throw .notAnAge }
            return nil
        }
        guard let minimum = MinimumAge(rawValue: age) else { throw .notAnAge }
        return minimum
    }

    /// "A" to "G"; the old classes with a plus are no longer on labels.
    func energyClass(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> EnergyClass? {
        guard !bytes.isEmpty else { return nil }
        guard let found = EnergyClass(rawValue: String(decoding: bytes, as: UTF8.self).uppercased()) else {
            throw .notAnEnergyClass
        }
        return found
    }

    /// "500 g", "0,75 l", "12 × 0,7 l", "75 cl", "2 m", "1,5 m²"; nil for nothing and for pieces, which need no unit price.
    func content(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Content? {
        guard !bytes.isEmpty else { return nil }
        var rest = Substring(String(decoding: bytes, as: UTF8.self).lowercased())
        var factor = 1
        for separator in ["x", "×", "*"] {
            guard let place = rest.firstRange(of: separator), let count = Int(String(rest[..<place.lowerBound]).trimmed) else {
                continue
            }
            guard (1...10_000).contains(count) else { throw .notAContent }
            factor = count
            rest = rest[place.upperBound...]
            break
        }
        let text = String(rest).trimmed
        let number = text.prefix { $0.isNumber && $0.isASCII || ",.' \u{A0}".contains($0) }
        return try content(number: String(number).trimmed, unit: String(text[number.endIndex...]), times: factor)
    }

    /// - Parameters:
    ///   - number: how much, "1" when nothing is written.
    ///   - unit: "g", "kg", "l", "cl", "m²" …
    ///   - times: how many packages are in one.
    func content(number: String, unit: String, times: Int = 1) throws(ImportFault) -> Content? {
        let unit = unit.trimmed.lowercased()
        if number.isEmpty, unit.isEmpty { return nil }
        if ["st", "st.", "stk", "stk.", "stück", "stueck", "ct", "pcs", "piece", "pieces", "item", "items"].contains(unit) {
            return nil
        }
        guard let measure = Self.measures[unit] else { throw .notAContent }
        // Grams are whole on packages, so 1.000 of them are a thousand; of kilograms they are one.
        let reading = measure.thousandths == 1000 ? DecimalText.Reading.money : .measure
        guard let decimal = DecimalText((number.isEmpty ? "1" : number).utf8, reading: reading), !decimal.isNegative,
            let thousandths = decimal.rounded(places: 3)
        else { throw .notAContent }
        let (amount, overflowed) = thousandths.multipliedReportingOverflow(by: measure.thousandths * times)
        guard !overflowed, let content = Content(amount: (amount + 500_000) / 1_000_000, unit: measure.unit) else {
            throw .notAContent
        }
        return content
    }

    /// How many thousandths of the small unit are in one of these.
    private static let measures: [String: (unit: Content.Unit, thousandths: Int)] = {
        var measures: [String: (unit: Content.Unit, thousandths: Int)] = [
            "mg": (.grams, 1), "g": (.grams, 1000), "gr": (.grams, 1000), "gramm": (.grams, 1000), "kg": (.grams, 1_000_000),
            "kilogramm": (.grams, 1_000_000), "t": (.grams, 1_000_000_000),
            "ml": (.millilitres, 1000), "cl": (.millilitres, 10_000), "dl": (.millilitres, 100_000),
            "l": (.millilitres, 1_000_000), "liter": (.millilitres, 1_000_000), "litre": (.millilitres, 1_000_000),
            "kl": (.millilitres, 1_000_000_000), "cbm": (.millilitres, 1_000_000_000),
            "mm": (.millimetres, 1000), "cm": (.millimetres, 10_000), "m": (.millimetres, 1_000_000),
            "meter": (.millimetres, 1_000_000), "lfm": (.millimetres, 1_000_000),
        ]
        for name in ["cm2", "cm²", "sqcm", "qcm"] { measures[name] = (.squareCentimetres, 1000) }
        for name in ["m2", "m²", "sqm", "qm"] { measures[name] = (.squareCentimetres, 10_000_000) }
        return measures
    }()

    /// "Größe: M | Farbe: rot", also with "=" and ";".
    func options(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> [ProductOption] {
        var options: [ProductOption] = []
        for part in try text(bytes, limit: 1000).split(whereSeparator: { "|;\n".contains($0) }) {
            guard let middle = part.firstIndex(where: { ":=".contains($0) }) else { throw .notAnOption }
            let option = ProductOption(
                name: String(part[..<middle]).trimmed, value: String(part[part.index(after: middle)...]).trimmed)
            guard !option.name.isEmpty, !option.value.isEmpty else { throw .notAnOption }
            options.append(option)
        }
        return try checked(options)
    }

    /// - Throws: when there are too many, or one is too long.
    func checked(_ options: [ProductOption]) throws(ImportFault) -> [ProductOption] {
        guard options.count <= ProductOption.most else { throw .notAnOption }
        for option in options {
            for text in [option.name, option.value] where text.unicodeScalars.count > ProductOption.longest {
                throw .tooLong(limit: ProductOption.longest)
            }
        }
        return options
    }

    /// What shoppers choose with it; see ``ProductChoices``.
    func choices(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> ProductChoices {
        let text = try text(bytes, limit: Self.longestChoices)
        do {
            return try ProductChoices(parsing: text)
        } catch {
            throw .notChoices(part: String(error.part.prefix(40)), rule: error.rule)
        }
    }

    /// When it can be had; nil for nothing: always.
    func availableHours(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> OpeningHours? {
        let text = try text(bytes, limit: Self.longestHours)
        guard !text.isEmpty else { return nil }
        do {
            return try OpeningHours(parsing: text)
        } catch {
            throw .notOpeningHours(part: String(error.part.prefix(40)))
        }
    }

    /// What is charged beside the price for packaging that comes back; nil for nothing: there is none.
    func reusableDeposit(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        guard !bytes.isEmpty else { return nil }
        let cents = try price(bytes)
        guard cents <= Self.highestReusableDeposit else { throw .tooLarge(limit: "100,00") }
        return cents
    }

    /// Addresses of pictures, between commas, bars or white space. A comma within an address stays: it has no white space behind it and
    /// no new address either.
    func imageURLs(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self).replacing(",http", with: " http")
        var addresses: [String] = []
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "|" }) {
            let trimmed = word.drop { ",;".contains($0) }
            let address = trimmed.last.map { ",;".contains($0) } == true ? trimmed.dropLast() : trimmed
            if let address = try imageURL(Array(address.utf8)[...]), !addresses.contains(address) { addresses.append(address) }
        }
        return Array(addresses.prefix(Self.mostImages + 1))
    }

    /// Text of a field that may be HTML.
    func plainText(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        guard bytes.contains(UInt8(ascii: "<")) || bytes.contains(UInt8(ascii: "&")) || bytes.contains(UInt8(ascii: "\\")) else {
            return try description(bytes)
        }
        return try description(Self.trimmed(Array(HTMLToText.text(of: String(decoding: bytes, as: UTF8.self)).utf8)[...]))
    }
}

/// The fields as programs write them.
extension ProductFieldParser {
    /// "1.2 kg", "350 g", "0.5" kilograms where no unit is written.
    func measuredWeight(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.last?.isNumber == false else { return try weightInKilograms(bytes) }
        guard let content = try? content(bytes), content.unit == .grams else { throw .notANumber }
        guard content.amount <= Self.heaviest else { throw .tooLarge(limit: "\(Self.heaviest) g") }
        return content.amount
    }

    /// "350.0": grams with a decimal point, rounded.
    func measuredGrams(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { return 0 }
        guard let decimal = DecimalText(bytes, reading: .measure) else { throw .notANumber }
        guard !decimal.isNegative else { throw .negative }
        guard let grams = decimal.rounded(places: 0), grams <= Self.heaviest else { throw .tooLarge(limit: "\(Self.heaviest) g") }
        return grams
    }

    /// A count that is below zero where more was sold than there was: none is left.
    func stockOrOversold(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        guard bytes.first == UInt8(ascii: "-"), let decimal = DecimalText(bytes, reading: .measure), decimal.isNegative else {
            return try stock(bytes)
        }
        return 0
    }
}
