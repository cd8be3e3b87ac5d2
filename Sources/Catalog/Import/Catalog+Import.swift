public import Accounts
import Database
import Foundation
import Logging

extension Catalog {
    /// Reads a retailer's catalog from the bytes of a CSV file and applies it in one transaction: nothing of it is seen before all
    /// of it is, and nothing stays when something fails.
    ///
    /// Rows are read as they come in; memory does not grow with the file. What the file does not mention, products or columns, stays as
    /// it is. A product is new when its shop has no product with its SKU. Uploads of one retailer are applied one after the other.
    ///
    /// - Parameter bytes: the file in pieces of any size. Encoding, separator and the meaning of columns are found (`docs/csv.md`).
    /// - Returns: what became of it; with ``ImportMode/allOrNothing`` and a bad row, ``ImportReport/applied`` is false.
    /// - Throws: ``CatalogFileError`` when the file as a whole cannot be taken; errors of `bytes`. Nothing was applied then.
    public func importCatalog<Pieces: AsyncSequence>(
        _ bytes: Pieces, for retailer: RetailerID, mode: ImportMode = .goodRows, defaults: FeedDefaults = FeedDefaults(),
        actor: isolated (any Actor)? = #isolation
    ) async throws -> ImportReport where Pieces.Element: Sequence, Pieces.Element.Element == UInt8 {
        let shops = Dictionary(uniqueKeysWithValues: try await shops(of: retailer).map { ($0.key, $0.id) })
        guard !shops.isEmpty else { throw CatalogFileError.retailerHasNoShop }
        var hasBegun = false
        do {
            return try await database.transaction("catalog.import") { transaction in
                // The bytes have been read: there is no second try.
                guard !hasBegun else { throw CatalogFileError.interrupted }
                hasBegun = true
                let staged = try await StagedCatalog.create(for: retailer, in: transaction)
                var intake = CatalogIntake(FeedSetting(shops: shops, defaults: defaults, now: Date().timeIntervalSince1970))
                _ = try await transaction.copyIn("catalog.import.copy", into: StagedCatalog.table, columns: StagedCatalog.columns)
                { writer in
                    for try await piece in bytes {
                        try intake.append(Array(piece))
                        while let row = try intake.next() { try await StagedCatalog.write(row, to: &writer) }
                    }
                    try intake.finish()
                    while let row = try intake.next() { try await StagedCatalog.write(row, to: &writer) }
                }
                try await staged.lockRetailer()
                return try await apply(staged, intake, mode, defaults)
            }
        } catch let undone as UndoneImport {
            return undone.report
        }
    }

    private func apply(_ staged: StagedCatalog, _ intake: CatalogIntake, _ mode: ImportMode, _ defaults: FeedDefaults)
        async throws -> ImportReport
    {
        var tally = intake.tally
        let layout = try intake.layout
        try await staged.check(layout, vat: defaults.vat)
        let (refused, problems) = try await staged.refused()
        tally.refuse(refused, problems)
        let counts = try await staged.counts()
        var report = ImportReport(
            rows: counts.rows + tally.refused, created: 0, changed: 0, unchanged: 0, refused: tally.refused,
            problems: tally.problems, ignoredColumns: layout.ignored, encoding: intake.file.encoding,
            separator: intake.file.dialect?.name ?? "", format: layout.format, applied: false)
        if mode == .allOrNothing, tally.refused > 0 { throw UndoneImport(report: report) }
        try await staged.apply(layout, lastLine: intake.lastLine)
        report.created = counts.created
        report.changed = counts.changed
        report.unchanged = counts.rows - counts.created - counts.changed
        report.applied = true
        logger.info(
            "catalog imported",
            metadata: [
                "retailer": "\(staged.retailer)", "rows": "\(report.rows)", "created": "\(report.created)",
                "changed": "\(report.changed)",
                "refused": "\(report.refused)",
            ])
        return report
    }
}

/// Rolls the transaction back; the report is what the caller gets.
private struct UndoneImport: Error {
    let report: ImportReport
}
