import Foundation

/// Reads the fields of a product one by one. What is given has no white space at its ends.
struct ProductFieldParser: Sendable {
    static let longestTitle = 200
    static let longestDescription = 10_000
    static let longestBrand = 100
    static let longestAddress = 2000
    static let highestPrice = 99_999_999
    static let highestStock = 1_000_000_000
    static let heaviest = 1_000_000
    static let bulkiest = 5_000_000

    func sku(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        let text = try required(bytes, limit: SKU.longest)
        guard SKU(rawValue: text) != nil else { throw .invalidCharacter }
        return text
    }

    func title(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        try required(bytes, limit: Self.longestTitle)
    }

    func description(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        try text(bytes, limit: Self.longestDescription)
    }

    func brand(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        let brand = try text(bytes, limit: Self.longestBrand)
        return brand.isEmpty ? nil : brand
    }

    /// Gross, in cents.
    /// - Parameters:
    ///   - reading: whether a lone separator before three digits groups thousands, as people write, or not, as programs do.
    ///   - isRounded: whether what is finer than a cent is rounded half up: programs that keep net prices write such.
    func price(
        _ bytes: ArraySlice<UInt8>, reading: DecimalText.Reading = .money, isRounded: Bool = false
    ) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { throw .empty }
        var amount = Self.without(suffixes: ["€", "EUR", "Euro"], Self.without(prefixes: ["€", "EUR"], bytes))
        // "12,-" is how price tags say 12,00.
        for tail in [",-", ",--", ",–", ".-", ".–"] where amount.reversed().starts(with: tail.utf8.reversed()) {
            amount = amount.dropLast(tail.utf8.count)
        }
        guard let number = DecimalText(Self.withoutNoBreakSpaces(amount), reading: reading) else { throw .notAPrice }
        guard !number.isNegative else { throw .negative }
        guard let cents = isRounded ? number.rounded(places: 2) : number.exactly(places: 2) else {
            throw number.scale > 2 ? .fractionOfCent : .tooLarge(limit: "999.999,99")
        }
        guard cents <= Self.highestPrice else { throw .tooLarge(limit: "999.999,99") }
        return cents
    }

    func vat(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { return VATRate.standard.percent }
        guard let number = DecimalText(Self.without(suffixes: ["%"], bytes), reading: .measure),
            let percent = number.exactly(places: 0),
            VATRate(rawValue: percent) != nil
        else { throw .notAVATRate }
        return percent
    }

    /// Nil when the field is empty: nobody counts.
    func stock(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        try whole(bytes, limit: Self.highestStock)
    }

    func preparationMinutes(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        try whole(Self.without(suffixes: ["min", "Minuten"], bytes), limit: 1440)
    }

    func gtin(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        let digits = bytes.filter { $0 != 0x20 && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "'") }
        guard !digits.isEmpty else { return nil }
        guard digits.allSatisfy({ (48...57).contains($0) }) else {
            let isScientific =
                digits.contains { $0 | 0x20 == UInt8(ascii: "e") }
                && DecimalText(digits.prefix { $0 < 0x40 }, reading: .measure) != nil
            throw isScientific ? .gtinSpoiled : .gtinLength
        }
        guard [8, 12, 13, 14].contains(digits.count) else { throw .gtinLength }
        guard let gtin = GTIN(rawValue: String(decoding: digits, as: UTF8.self)) else {
            throw .gtinCheckDigit(expected: Int(GTIN.checkDigit(of: digits.dropLast())) - 48)
        }
        return gtin.rawValue
    }

    func category(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        guard let path = CategoryPath(try text(bytes, limit: 600)) else { throw .notACategory }
        return path.description
    }

    func weightInGrams(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        try measure(bytes, unit: "g", thousandfold: "kg", places: 0, limit: Self.heaviest)
    }

    func weightInKilograms(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        try measure(bytes, unit: "kg", thousandfold: nil, places: 3, limit: Self.heaviest)
    }

    func volumeInMillilitres(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        try measure(bytes, unit: "ml", thousandfold: "l", places: 0, limit: Self.bulkiest)
    }

    func volumeInLitres(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        try measure(bytes, unit: "l", thousandfold: nil, places: 3, limit: Self.bulkiest)
    }

    func handling(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Handling {
        guard !bytes.isEmpty else { return .ambient }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "ambient", "normal", "trocken", "ungekühlt", "raumtemperatur": return .ambient
        case "chilled", "gekühlt", "gekuehlt", "kühl", "kuehl": return .chilled
        case "frozen", "tiefgekühlt", "tiefgekuehlt", "tiefkühl", "gefroren", "tk": return .frozen
        case "hot", "heiß", "heiss", "warm": return .hot
        case "fragile", "zerbrechlich": return .fragile
        case "bulky", "sperrig": return .bulky
        default: throw .notAHandling
        }
    }

    func active(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Bool {
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "", "ja", "j", "yes", "y", "true", "wahr", "1", "x", "aktiv", "active", "publish", "published": return true
        case "nein", "n", "no", "false", "falsch", "0", "-1", "inaktiv", "inactive", "draft", "archived", "unlisted": return false
        default: throw .notYesOrNo
        }
    }

    func imageURL(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        let address = try text(bytes, limit: Self.longestAddress)
        guard !address.isEmpty else { return nil }
        let lowercase = address.prefix(8).lowercased()
        guard lowercase.hasPrefix("https://") || lowercase.hasPrefix("http://"), !address.contains(where: \.isWhitespace),
            address.utf8.count > 10
        else { throw .notAnAddress }
        return address
    }

    func required(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ImportFault) -> String {
        guard !bytes.isEmpty else { throw .empty }
        return try text(bytes, limit: limit)
    }

    /// - Parameter limit: in Unicode scalars, as PostgreSQL counts.
    func text(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ImportFault) -> String {
        var scalars = 0
        var hasCombiningMark = false
        var hasCarriageReturn = false
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in bytes {
            // U+0300 to U+036F.
            if byte == 0xCC || byte == 0xCD { hasCombiningMark = true }
            if byte & 0xC0 != 0x80 { scalars += 1 }
            if byte == 0x0D { hasCarriageReturn = true }
            // Line breaks and tabs may be; U+FFFD stands where the bytes made no sense.
            let isControl = byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F
            if isControl || previous == (0xEF, 0xBF) && byte == 0xBD { throw .invalidCharacter }
            previous = (previous.1, byte)
        }
        guard scalars <= limit else { throw .tooLong(limit: limit) }
        var text = String(decoding: bytes, as: UTF8.self)
        // One line break for the three, so that the same table from another system changes nothing.
        if hasCarriageReturn { text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") }
        // Search compares composed letters; some systems write "u" and "¨" apart.
        guard hasCombiningMark else { return text }
        text = text.precomposedStringWithCanonicalMapping
        // A few marks become two when they are composed.
        guard text.unicodeScalars.count <= limit else { throw .tooLong(limit: limit) }
        return text
    }

    func whole(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ImportFault) -> Int? {
        guard !bytes.isEmpty else { return nil }
        guard let number = DecimalText(Self.withoutNoBreakSpaces(bytes), reading: .money) else { throw .notAWholeNumber }
        guard !number.isNegative else { throw .negative }
        guard let value = number.exactly(places: 0) else {
            throw number.scale > 0 ? .notAWholeNumber : .tooLarge(limit: "\(limit)")
        }
        guard value <= limit else { throw .tooLarge(limit: "\(limit)") }
        return value
    }

    /// A number in `unit`, or with the `thousandfold` unit written after it; 0 when the field is empty.
    func measure(
        _ bytes: ArraySlice<UInt8>, unit: String, thousandfold: String?, places: Int, limit: Int
    ) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { return 0 }
        var number = bytes
        var places = places
        if let thousandfold, case let shorter = Self.without(suffixes: [thousandfold], bytes), shorter.count < bytes.count,
            shorter.last.map({ (48...57).contains($0) }) == true
        {
            number = shorter
            places += 3
        } else {
            number = Self.without(suffixes: [unit], bytes)
        }
        // Grams and millilitres are whole, so 1.500 of them is a thousand and a half; kilograms have three places.
        let reading = places == 0 ? DecimalText.Reading.money : .measure
        guard let decimal = DecimalText(Self.withoutNoBreakSpaces(number), reading: reading) else { throw .notANumber }
        guard !decimal.isNegative else { throw .negative }
        guard let value = decimal.rounded(places: places), value <= limit else {
            throw .tooLarge(limit: "\(limit) \(places == 0 ? unit : "")".trimmed)
        }
        return value
    }

    /// Without white space at the ends: ASCII's and the no-break spaces that spreadsheets put before units.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || (0x09...0x0D).contains(first) { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || (0x09...0x0D).contains(last) { bytes.removeLast() }
        if bytes.starts(with: noBreakSpace) { return trimmed(bytes.dropFirst(noBreakSpace.count)) }
        if bytes.count >= 2, bytes.suffix(2).elementsEqual(noBreakSpace) { return trimmed(bytes.dropLast(2)) }
        return bytes
    }

    private static let noBreakSpace: [UInt8] = [0xC2, 0xA0]
    private static let narrowNoBreakSpace: [UInt8] = [0xE2, 0x80, 0xAF]

    static func withoutNoBreakSpaces(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        return bytes[...].split(separator: noBreakSpace).flatMap(\.self).split(separator: narrowNoBreakSpace).flatMap(\.self)[...]
    }

    /// Takes off one of the suffixes, in capitals or not, and the white space before it.
    static func without(suffixes: [String], _ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        for suffix in suffixes where bytes.count >= suffix.utf8.count {
            if zip(bytes.suffix(suffix.utf8.count), suffix.utf8).allSatisfy({ lowercase($0) == lowercase($1) }) {
                return trimmed(bytes.dropLast(suffix.utf8.count))
            }
        }
        return bytes
    }

    private static func without(prefixes: [String], _ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        for prefix in prefixes where bytes.count >= prefix.utf8.count {
            if zip(bytes, prefix.utf8).allSatisfy({ lowercase($0) == lowercase($1) }) {
                return trimmed(bytes.dropFirst(prefix.utf8.count))
            }
        }
        return bytes
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (65...90).contains(byte) ? byte | 0x20 : byte
    }
}
