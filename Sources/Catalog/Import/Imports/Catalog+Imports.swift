public import Accounts
import Database
public import Foundation

extension Catalog {
    /// Wakes the workers; polling guarantees.
    static let importChannel = "catalog_import"
    /// How long a file's bytes are kept: for its refused rows and for those who look and come back.
    public static let daysOfFiles = 30

    /// One of a retailer's uploads; nil when it is not theirs.
    public func catalogImport(_ id: ImportID, of retailer: RetailerID) async throws -> CatalogImport? {
        try await database.first(
            "catalog.import.one",
            "SELECT \(CatalogImport.columns) FROM catalog.import WHERE id = \(id) AND retailer_id = \(retailer)"
        ).map(CatalogImport.init)
    }

    /// A retailer's latest uploads, the newest first.
    public func catalogImports(of retailer: RetailerID, limit: Int = 20) async throws -> [CatalogImport] {
        try await database.query(
            "catalog.import.latest",
            """
            SELECT \(CatalogImport.columns) FROM catalog.import WHERE retailer_id = \(retailer)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map(CatalogImport.init)
    }

    /// Has a file that was looked at applied by the next worker that is free.
    /// - Parameter isConfirmed: that more than a fifth of what can be ordered may become sold out or go off sale.
    /// - Throws: ``ImportStateError``; ``ConfirmationNeeded``.
    public func applyImport(_ id: ImportID, of retailer: RetailerID, isConfirmed: Bool = false) async throws -> CatalogImport {
        guard let found = try await catalogImport(id, of: retailer) else { throw ImportStateError.notFound }
        guard found.state == .ready else { throw ImportStateError.wrongState(found.state) }
        if let report = found.report, report.needsConfirmation, !isConfirmed {
            throw ConfirmationNeeded(importID: id, report: report)
        }
        return try await move(
            found, to: .applying,
            "is_confirmed = is_confirmed OR \(isConfirmed), heartbeat_at = NULL, worker = NULL, attempts = 0, phase = 'waiting'")
    }

    /// Has an applied file taken back by the next worker that is free: what it made is removed, what it changed is as it was. Products that
    /// were changed since stay as they are; sales since are kept.
    /// - Throws: ``ImportStateError``.
    public func undoImport(_ id: ImportID, of retailer: RetailerID) async throws -> CatalogImport {
        guard let found = try await catalogImport(id, of: retailer) else { throw ImportStateError.notFound }
        guard found.state == .applied else { throw ImportStateError.wrongState(found.state) }
        let hasLater = try await database.one(
            "catalog.import.hasLater",
            """
            SELECT EXISTS (SELECT FROM catalog.import AS later WHERE later.retailer_id = \(retailer)
                AND later.state IN ('applied', 'applying') AND later.id <> \(id)
                AND coalesce(later.applied_at, now()) > (SELECT applied_at FROM catalog.import WHERE id = \(id)))
            """
        ).decode(Bool.self)
        guard !hasLater else { throw ImportStateError.notTheLatest }
        return try await move(found, to: .undoing, "heartbeat_at = NULL, worker = NULL, attempts = 0, phase = 'waiting'")
    }

    /// Takes an import to the next state unless another request was quicker.
    private func move(_ found: CatalogImport, to state: ImportState, _ changes: SQL) async throws -> CatalogImport {
        let row = try await database.first(
            "catalog.import.move",
            """
            UPDATE catalog.import SET state = \(state), \(changes) WHERE id = \(found.id) AND state = \(found.state)
            RETURNING \(CatalogImport.columns)
            """)
        guard let row else {
            throw ImportStateError.wrongState(try await catalogImport(found.id, of: found.retailerID)?.state ?? found.state)
        }
        try await database.notify(Self.importChannel)
        return try CatalogImport(row)
    }

    /// Deletes files that broke off while they came in, and the bytes and listings of old ones. What they changed stays known for a year.
    public func removeOldImports(at now: Date = Date()) async throws {
        try await database.execute(
            "catalog.import.removeBroken",
            "DELETE FROM catalog.import WHERE state = 'receiving' AND created_at < \(now.addingTimeInterval(-86_400))")
        let old = now.addingTimeInterval(-Double(Self.daysOfFiles) * 86_400)
        for table in ["import_piece", "import_item"] {
            try await database.execute(
                "catalog.import.removeFiles",
                """
                DELETE FROM catalog.\(identifier: table) AS part USING catalog.import
                WHERE import.id = part.import_id AND import.created_at < \(old)
                """)
        }
        try await database.execute(
            "catalog.import.removeOld", "DELETE FROM catalog.import WHERE created_at < \(now.addingTimeInterval(-365 * 86_400))")
    }
}

extension CatalogImport {
    static var columns: SQL {
        """
        id, retailer_id, state, scope, mode, default_vat, default_shop, is_confirmed, file_name, byte_count, created_at, applied_at,
        undone_at, report, problem, phase, done, total, kept
        """
    }

    init(_ row: Row) throws {
        let (
            id, retailerID, state, scope, mode, vat, shop, isConfirmed, fileName, byteCount, createdAt, appliedAt, undoneAt,
            report,
            problem, phase, done, total, kept
        ) = try row.decode(
            ImportID.self, RetailerID.self, ImportState.self, ImportScope.self, ImportMode.self, VATRate.self, String?.self,
            Bool.self,
            String.self, Int.self, Date.self, Date?.self, Date?.self, JSONB<StoredReport>?.self, JSONB<CatalogFileError>?.self,
            String.self, Int.self, Int.self, Int?.self)
        self.init(
            id: id, retailerID: retailerID, state: state,
            options: ImportOptions(
                mode: mode, scope: scope, defaults: FeedDefaults(vat: vat, shop: shop), isConfirmed: isConfirmed),
            fileName: fileName, byteCount: byteCount, createdAt: createdAt, appliedAt: appliedAt, undoneAt: undoneAt,
            report: report?.value.report, problem: problem?.value,
            progress: ImportProgress(phase: .init(rawValue: phase) ?? .waiting, done: done, total: total), kept: kept)
    }
}
