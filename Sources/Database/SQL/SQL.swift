/// SQL text whose interpolated values become `$1`, `$2` … and travel to the server as bound parameters.
///
///     let statement: SQL = "SELECT id FROM catalog.product WHERE retailer = \(retailer) AND price_cents < \(limit)"
///
/// A value is never spliced into the text. Three things can stand in an interpolation:
/// a ``DatabaseEncodable`` value (a parameter), another `SQL` (merged, its parameters renumbered) and
/// `\(identifier: name)` (a quoted name of a table or column).
///
/// The text must not contain hand-written `$n`: their numbers would clash with those of the interpolations.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The statement as the server sees it, with `$1`, `$2` … in place of the values.
    public private(set) var text: String
    var parameters: SQLParameters
    /// The UTF-8 offset of each `$n` in `text`, in ascending order.
    private var placeholders: [Int]

    public init(stringLiteral value: String) {
        text = value
        parameters = SQLParameters()
        placeholders = []
    }

    public init(stringInterpolation interpolation: StringInterpolation) {
        self = interpolation.sql
    }

    /// The parts one after the other with `separator` between them; an empty list gives empty SQL.
    ///
    ///     let filters: [SQL] = ["price_cents < \(limit)", "category = \(category)"]
    ///     let statement: SQL = "SELECT id FROM catalog.product WHERE \(.joined(filters, separator: " AND "))"
    public static func joined(_ parts: [SQL], separator: SQL) -> SQL {
        var joined: SQL = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(part)
        }
        return joined
    }

    /// Appends `other`; its parameters are numbered after those already here.
    public mutating func append(_ other: SQL) {
        guard !other.placeholders.isEmpty else {
            text += other.text
            return
        }
        other.forEachPiece { literal, parameter in
            text += literal
            if let parameter { appendPlaceholder(number: parameters.count + parameter + 1) }
        }
        parameters.append(other.parameters)
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// The text with each placeholder replaced by what `replacement` gives for its parameter's index.
    func text(replacingPlaceholders replacement: (_ parameter: Int) -> String) -> String {
        var result = ""
        forEachPiece { literal, parameter in
            result += literal
            if let parameter { result += replacement(parameter) }
        }
        return result
    }

    /// Hands each run of literal text together with the index of the parameter that follows it (`nil` for the last run).
    private func forEachPiece(_ body: (_ literal: Substring, _ parameter: Int?) -> Void) {
        let bytes = text.utf8
        var start = bytes.startIndex
        for (parameter, offset) in placeholders.enumerated() {
            let placeholder = bytes.index(bytes.startIndex, offsetBy: offset)
            body(text[start..<placeholder], parameter)
            start = bytes.index(placeholder, offsetBy: 1 + String(parameter + 1).utf8.count)
        }
        body(text[start...], nil)
    }

    fileprivate mutating func appendPlaceholder(number: Int) {
        placeholders.append(text.utf8.count)
        text += "$"
        text += String(number)
    }

    fileprivate mutating func appendParameter(_ value: some DatabaseEncodable) {
        parameters.append(value)
        appendPlaceholder(number: parameters.count)
    }
}

extension SQL {
    /// Builds ``SQL`` from a string literal with interpolations.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql: SQL

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(stringLiteral: "")
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            sql.text += literal
        }

        /// A bound parameter.
        public mutating func appendInterpolation(_ value: some DatabaseEncodable) {
            sql.appendParameter(value)
        }

        /// A bound parameter that may be NULL. By itself, for the compiler warns of an optional in a general interpolation.
        public mutating func appendInterpolation<Value: DatabaseEncodable>(_ value: Value?) {
            sql.appendParameter(value)
        }

        /// A fragment of SQL with its own parameters.
        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }

        /// The name of a table, column or channel, quoted so that it can be nothing else.
        public mutating func appendInterpolation(identifier name: String) {
            sql.text += quotedIdentifier(name)
        }

        /// The quoted name of a table with its schema.
        public mutating func appendInterpolation(table name: TableName) {
            sql.text += name.quoted
        }
    }
}

/// A table's name with its schema, e.g. `TableName("catalog", "product")`.
public struct TableName: Hashable, Sendable, CustomStringConvertible {
    public let schema: String
    public let name: String

    public init(_ schema: String, _ name: String) {
        self.schema = schema
        self.name = name
    }

    public var description: String { "\(schema).\(name)" }
    var quoted: String { "\(quotedIdentifier(schema)).\(quotedIdentifier(name))" }
}

/// `name` in double quotes, inner quotes doubled and NUL dropped: it can only ever be read as one identifier.
func quotedIdentifier(_ name: String) -> String {
    var quoted = "\""
    for character in name.unicodeScalars where character != "\0" {
        if character == "\"" { quoted.unicodeScalars.append("\"") }
        quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
}
