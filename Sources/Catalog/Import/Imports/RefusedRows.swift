public import Accounts
import Database
import Foundation

/// The refused rows of a file as a CSV file with a column that says why: to be mended and sent again as it is.
///
/// The file is read once more; memory does not grow with it.
public struct RefusedRows: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    let catalog: Catalog
    let id: ImportID
    let pieces: Int
    let setting: FeedSetting
    let language: Language
    /// What is wrong with rows for what others say, by line.
    let others: [Int: [ImportProblem]]

    public func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    public struct Iterator: AsyncIteratorProtocol {
        private let rows: RefusedRows
        private var file = CatalogFile()
        private var reader: (any FeedReader)?
        private var piece = 0
        private var isFinished = false

        fileprivate init(rows: RefusedRows) { self.rows = rows }

        public mutating func next() async throws -> [UInt8]? {
            while !isFinished {
                if piece < rows.pieces {
                    try file.append(try await rows.catalog.importPiece(piece, of: rows.id))
                    piece += 1
                } else {
                    try file.finish()
                    isFinished = true
                }
                var text: [UInt8] = []
                try write(into: &text)
                if !text.isEmpty { return text }
            }
            return nil
        }

        private mutating func write(into text: inout [UInt8]) throws {
            if reader == nil, let header = file.header {
                reader = try FeedFormat(header).reader(for: header, rows.setting)
                // The mark tells spreadsheets that this is UTF-8.
                text += [0xEF, 0xBB, 0xBF]
                line(header.names + [rows.language == .german ? "Grund" : "reason"], into: &text)
            }
            while let record = try file.next() {
                var outcomes: [RowOutcome] = []
                reader?.read(record, into: &outcomes)
                var problems = rows.others[record.line] ?? []
                for case .bad(record.line, let found) in outcomes { problems += found }
                guard !problems.isEmpty else { continue }
                let reason = problems.map { problem in
                    (problem.column.isEmpty ? "" : "\(problem.column): ") + problem.fault.reason(in: rows.language) + " "
                        + problem.fault.remedy(in: rows.language)
                }
                let count = Swift.max(file.header?.names.count ?? 0, record.count)
                line((0..<count).map(record.text) + [reason.joined(separator: " ")], into: &text)
            }
        }

        private func line(_ fields: [String], into text: inout [UInt8]) {
            let separator = file.dialect?.separator ?? UInt8(ascii: ";")
            for (index, field) in fields.enumerated() {
                if index > 0 { text.append(separator) }
                let needsQuotes = field.utf8.contains { $0 == separator || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
                text += Array((needsQuotes ? "\"\(field.replacing("\"", with: "\"\""))\"" : field).utf8)
            }
            text += [0x0D, 0x0A]
        }
    }
}

extension Catalog {
    /// The refused rows of a retailer's upload, with reasons.
    /// - Throws: ``ImportStateError/notFound``, ``ImportStateError/fileGone``.
    public func refusedRows(of id: ImportID, of retailer: RetailerID, in language: Language) async throws -> RefusedRows {
        guard let found = try await catalogImport(id, of: retailer) else { throw ImportStateError.notFound }
        let pieces = try await database.one(
            "catalog.import.pieceCount", "SELECT count(*) FROM catalog.import_piece WHERE import_id = \(id)"
        ).decode(Int.self)
        guard pieces > 0 || found.byteCount == 0 else { throw ImportStateError.fileGone }
        let rows = try await database.query(
            "catalog.import.refusedByOthers",
            """
            SELECT line, "column", value, fault FROM catalog.import_item
            WHERE import_id = \(id) AND kind = 'refused' AND line IS NOT NULL ORDER BY position
            """
        ).decode(Int.self, String.self, String.self, JSONB<ImportFault>.self)
        let others = Dictionary(
            grouping: rows.map { ImportProblem(line: $0.0, column: $0.1, value: $0.2, fault: $0.3.value) }, by: \.line)
        let shops = Dictionary(uniqueKeysWithValues: try await shops(of: retailer).map { ($0.key, $0.id) })
        return RefusedRows(
            catalog: self, id: id, pieces: pieces,
            setting: FeedSetting(shops: shops, defaults: found.options.defaults, now: found.createdAt.timeIntervalSince1970),
            language: language, others: others)
    }
}
