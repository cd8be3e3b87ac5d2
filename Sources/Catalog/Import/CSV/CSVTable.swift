public import Foundation

/// A small CSV file with a header, read as a whole: shops, hubs, addresses. Catalogs, which can be large, go through
/// ``Catalog/importCatalog(_:for:mode:)`` instead.
public struct CSVTable: Sendable {
    /// One line under the header.
    public struct Line: Sendable {
        /// The line of the file, the first being 1.
        public let number: Int
        fileprivate let cells: [String: String]

        /// The cell under a name of the header, without white space around it; nil when it is empty or there is no such column.
        public subscript(column: String) -> String? {
            guard let text = cells[column], !text.isEmpty else { return nil }
            return text
        }

        /// - Throws: ``CSVTableError`` when the cell is empty.
        public func required(_ column: String) throws(CSVTableError) -> String {
            guard let text = self[column] else { throw CSVTableError(line: number, column: column, reason: "is empty") }
            return text
        }
    }

    /// Names in lower case.
    public let header: [String]
    public let lines: [Line]

    /// Encoding and separator are found as for catalogs.
    public init(_ bytes: Data) throws(CSVTableError) {
        var text: [UInt8] = []
        var transcoder = UTF8Transcoder()
        transcoder.append(Array(bytes), to: &text)
        transcoder.finish(to: &text)
        let dialect = CSVDialect(sniffing: text) { $0.count }
        var reader = CSVReader(separator: dialect.separator, line: dialect.prefixLength > 0 ? 2 : 1)
        reader.append(Array(text[dialect.prefixLength...]))
        reader.finish()
        var header: [String] = []
        var lines: [Line] = []
        do {
            while let record = try reader.next() {
                let cells = (0..<record.count).map { record.text($0).trimmingCharacters(in: .whitespacesAndNewlines) }
                guard !header.isEmpty else {
                    header = cells.map { $0.lowercased() }
                    continue
                }
                lines.append(Line(number: record.line, cells: Dictionary(zip(header, cells)) { first, _ in first }))
            }
        } catch {
            switch error {
            case .quoteNotClosed(let line):
                throw CSVTableError(line: line, column: nil, reason: "the quote opened here is never closed")
            }
        }
        self.header = header
        self.lines = lines
    }
}

/// What is wrong with a small CSV file.
public struct CSVTableError: Error, Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let column: String?
    public let reason: String

    public init(line: Int, column: String?, reason: String) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    public var description: String { "line \(line)\(column.map { ", column \($0)" } ?? ""): \(reason)" }
}
