import Catalog
import Foundation

/// A table of the sample city: one CSV file with a header, UTF-8 with semicolons.
struct SeedTable {
    let file: URL
    private let columns: [String: Int]
    private let records: [CSVRecord]

    /// - Throws: ``SeedError`` when the file is missing or broken.
    init(_ file: URL) throws {
        self.file = file
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw SeedError(file: file, line: nil, "the file is missing.")
        }
        var reader = CSVReader(separator: UInt8(ascii: ";"))
        reader.append(Array(data))
        var records: [CSVRecord] = []
        while let record = try reader.next() { records.append(record) }
        reader.finish()
        if let record = try reader.next() { records.append(record) }
        guard let header = records.first else { throw SeedError(file: file, line: nil, "the file is empty.") }
        columns = Dictionary((0..<header.count).map { (header.text($0), $0) }, uniquingKeysWith: { first, _ in first })
        self.records = Array(records.dropFirst())
    }

    /// Calls `read` for every row.
    func map<Value>(_ read: (SeedRow) throws -> Value) rethrows -> [Value] {
        try records.map { try read(SeedRow(file: file, columns: columns, record: $0)) }
    }
}

/// One row of a ``SeedTable``.
struct SeedRow {
    let file: URL
    fileprivate let columns: [String: Int]
    fileprivate let record: CSVRecord

    fileprivate init(file: URL, columns: [String: Int], record: CSVRecord) {
        self.file = file
        self.columns = columns
        self.record = record
    }

    func text(_ column: String) throws -> String {
        guard let index = columns[column] else { throw failure("the column \(column) is missing.") }
        return record.text(index).trimmingCharacters(in: .whitespaces)
    }

    func optionalText(_ column: String) throws -> String? {
        let text = try text(column)
        return text.isEmpty ? nil : text
    }

    /// Parts separated by commas.
    func list(_ column: String) throws -> [String] {
        try text(column).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// A value that reads itself from text: a number, a time of day, a key.
    func value<Value: LosslessStringConvertible>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        let text = try text(column)
        guard let value = Value(text) else { throw failure("'\(text)' in \(column) is not usable.") }
        return value
    }

    func failure(_ detail: String) -> SeedError {
        SeedError(file: file, line: record.line, detail)
    }
}

/// What is wrong with the sample city's files.
struct SeedError: Error, CustomStringConvertible {
    var description: String

    init(file: URL, line: Int?, _ detail: String) {
        description = "\(file.lastPathComponent)\(line.map { ", line \($0)" } ?? ""): \(detail)"
    }
}
