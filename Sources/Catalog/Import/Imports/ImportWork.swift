import Accounts
import Database
import Foundation
import Logging

/// The work on one claimed import: look, apply or take back, each in one transaction, so that whoever dies in the middle leaves the
/// catalog as it was.
struct ImportWork {
    let catalog: Catalog
    let claim: ImportClaim
    private let stretch: Int
    private let meter = ImportMeter()

    /// How often progress is written.
    private static let reportInterval = Duration.milliseconds(250)

    /// - Parameter stretch: how many rows one statement may compare or write.
    init(catalog: Catalog, claim: ImportClaim, stretch: Int = StagedCatalog.usualStretch) {
        self.catalog = catalog
        self.claim = claim
        self.stretch = stretch
    }

    /// Does what the claim's state asks for and notes how it ended.
    /// - Throws: what hindered it, other than the file itself; ``LostImport`` when another worker has taken it over.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await report() }
            defer { group.cancelAll() }
            do {
                switch claim.state {
                case .undoing: try await undo()
                case .applying: try await apply()
                default: try await check()
                }
            } catch let error as CatalogFileError {
                try await claim.end(.refused, ", problem = \(JSONB(error))", in: catalog.database)
            } catch let kept as NotApplied {
                try await claim.end(.ready, ", report = \(JSONB(StoredReport(kept.report)))", in: catalog.database)
            } catch let error as DatabaseError where error.isCheckViolation || error.isNotNullViolation {
                // A rule of the tables that the reader should have kept: a mistake of ours, and trying again would not mend it.
                catalog.logger.error("an import broke a rule", metadata: ["import": "\(claim.id)", "error": "\(error)"])
                try await claim.end(.failed, in: catalog.database)
            }
        }
    }

    /// Writes progress until it is cancelled.
    private func report() async throws {
        while (try? await Task.sleep(for: Self.reportInterval)) != nil {
            _ = try? await claim.report(meter.progress, in: catalog.database)
        }
    }

    private struct Source {
        var options: ImportOptions
        var bytes: Int
        var pieces: Int
    }

    private func source() async throws -> Source {
        let (scope, mode, vat, shop, isConfirmed, bytes, pieces) = try await catalog.database.one(
            "catalog.import.source",
            """
            SELECT scope, mode, default_vat, default_shop, is_confirmed, byte_count, piece_count FROM catalog.import
            WHERE id = \(claim.id)
            """
        ).decode(ImportScope.self, ImportMode.self, VATRate.self, String?.self, Bool.self, Int.self, Int.self)
        return Source(
            options: ImportOptions(
                mode: mode, scope: scope, defaults: FeedDefaults(vat: vat, shop: shop), isConfirmed: isConfirmed),
            bytes: bytes, pieces: pieces)
    }

    /// Reads the file into a staging table and compares it with the catalog.
    private func stage(_ source: Source, in transaction: Transaction) async throws -> (
        staged: StagedCatalog, layout: FeedLayout, intake: CatalogIntake, report: ImportReport
    ) {
        let shops = Dictionary(uniqueKeysWithValues: try await catalog.shops(of: claim.retailer).map { ($0.key, $0.id) })
        let staged = try await StagedCatalog.create(for: claim.retailer, stretch: stretch, in: transaction)
        var intake = CatalogIntake(
            FeedSetting(shops: shops, defaults: source.options.defaults, now: Date().timeIntervalSince1970))
        try await transaction.copyIn("catalog.import.copy", into: StagedCatalog.table, columns: StagedCatalog.columns) { writer in
            var read = 0
            for number in 0..<source.pieces {
                let piece = try await catalog.importPiece(number, of: claim.id)
                try intake.append(piece)
                while let row = try intake.next() { try await StagedCatalog.write(row, to: &writer) }
                read += piece.count
                meter.show(.reading, done: read, total: source.bytes)
            }
            try intake.finish()
            while let row = try intake.next() { try await StagedCatalog.write(row, to: &writer) }
        }
        meter.show(.comparing)
        if claim.state == .applying { try await StagedCatalog.lock(claim.retailer, in: transaction) }
        let layout = try intake.layout
        try await staged.check(layout, vat: source.options.defaults.vat, lastLine: intake.lastLine) { done in
            meter.show(.comparing, done: done, total: intake.lastLine)
        }
        return (staged, layout, intake, try await report(staged, layout, intake, source.options.scope))
    }

    private func report(
        _ staged: StagedCatalog, _ layout: FeedLayout, _ intake: CatalogIntake, _ scope: ImportScope
    ) async throws -> ImportReport {
        var tally = intake.tally
        let (refused, problems) = try await staged.refused()
        tally.refuse(refused, problems)
        let counts = try await staged.counts()
        let (orderable, goingToZero, missing) = try await staged.stockAtStake(layout, scope: scope)
        return ImportReport(
            rows: counts.rows + tally.refused, created: counts.created, changed: counts.changed,
            unchanged: counts.rows - counts.created - counts.changed, missing: missing, refused: tally.refused,
            orderable: orderable, goingToZero: goingToZero, problems: tally.problems, ignoredColumns: layout.ignored,
            encoding: intake.file.encoding, separator: intake.file.dialect?.name ?? "", format: layout.format, applied: false)
    }

    private func check() async throws {
        let source = try await source()
        try await catalog.database.transaction("catalog.import.check") { transaction in
            let (staged, _, _, report) = try await stage(source, in: transaction)
            try await staged.list(into: claim.id)
            try await claim.end(.ready, ", report = \(JSONB(StoredReport(report)))", in: transaction)
        }
    }

    /// A file that was not applied for what it says; the transaction is rolled back.
    private struct NotApplied: Error {
        let report: ImportReport
    }

    private func apply() async throws {
        let source = try await source()
        let report = try await catalog.database.transaction("catalog.import.apply") { transaction in
            let (staged, layout, intake, looked) = try await stage(source, in: transaction)
            var report = looked
            if source.options.mode == .allOrNothing, report.refused > 0 { throw NotApplied(report: report.withNothingDone) }
            if report.needsConfirmation, !source.options.isConfirmed { throw NotApplied(report: report.withNothingDone) }
            try await staged.listRefused(into: claim.id)
            let missing = source.options.scope == .replace ? looked.missing : 0
            try await staged.apply(layout, as: claim.id, scope: source.options.scope, lastLine: intake.lastLine) { done in
                meter.show(.writing, done: done, total: max(done, intake.lastLine + missing))
            }
            report.applied = true
            try await claim.end(
                .applied, ", report = \(JSONB(StoredReport(report))), applied_at = now(), undone_at = NULL", in: transaction)
            return report
        }
        catalog.logger.info(
            "catalog imported",
            metadata: [
                "retailer": "\(claim.retailer)", "rows": "\(report.rows)", "created": "\(report.created)",
                "changed": "\(report.changed)", "refused": "\(report.refused)",
            ])
    }

    private func undo() async throws {
        try await catalog.database.transaction("catalog.import.undo") { transaction in
            meter.show(.writing)
            try await transaction.execute("catalog.import.liftTimeout", "SET LOCAL statement_timeout = 0")
            try await StagedCatalog.lock(claim.retailer, in: transaction)
            let kept = try await ImportUndo(transaction: transaction, id: claim.id, stretch: stretch).run()
            try await claim.end(.undone, ", undone_at = now(), kept = \(kept)", in: transaction)
        }
        catalog.logger.info("an import was taken back", metadata: ["import": "\(claim.id)"])
    }
}

extension ImportReport {
    /// The report of a file that was not applied: nothing is new, changed or gone.
    fileprivate var withNothingDone: ImportReport {
        var report = self
        report.created = 0
        report.changed = 0
        report.unchanged = 0
        return report
    }
}

extension Catalog {
    /// The bytes of a piece of a kept file.
    /// - Throws: ``ImportStateError/fileGone``.
    func importPiece(_ number: Int, of id: ImportID) async throws -> [UInt8] {
        let row = try await database.first(
            "catalog.import.readPiece", "SELECT bytes FROM catalog.import_piece WHERE import_id = \(id) AND number = \(number)")
        guard let row else { throw ImportStateError.fileGone }
        return try row.decode([UInt8].self)
    }
}
