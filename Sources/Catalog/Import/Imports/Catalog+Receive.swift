public import Accounts
import Database
import Foundation

extension Catalog {
    /// Files beyond this are refused.
    static let largestFile = 2 << 30
    /// How much of a file is one row of `catalog.import_piece`.
    static let pieceSize = 1 << 18

    /// Keeps an uploaded file and has it looked at by the next worker that is free. Nothing of the catalog changes.
    ///
    /// The file is written as it comes in; memory does not grow with it, and a slow sender holds no connection.
    /// - Parameters:
    ///   - bytes: the file in pieces of any size.
    ///   - fileName: what its sender calls it; shortened when it is long.
    /// - Returns: its id. It is ``ImportState/checking``.
    /// - Throws: ``CatalogFileError/retailerHasNoShop``, ``CatalogFileError/tooLarge``; errors of `bytes`. Nothing is kept then.
    public func receiveImport<Pieces: AsyncSequence>(
        _ bytes: Pieces, for retailer: RetailerID, options: ImportOptions = ImportOptions(), fileName: String = "",
        by account: AccountID? = nil, actor: isolated (any Actor)? = #isolation
    ) async throws -> ImportID where Pieces.Element: Sequence, Pieces.Element.Element == UInt8 {
        let id = try await keep(bytes, for: retailer, options: options, fileName: fileName, by: account)
        try await database.execute(
            "catalog.import.received", "UPDATE catalog.import SET state = \(ImportState.checking) WHERE id = \(id)")
        try await database.notify(Self.importChannel)
        return id
    }

    /// Reads a retailer's catalog from the bytes of a CSV file and applies it at once: nothing of it is seen before all of it is, and
    /// nothing stays when something fails. It can be taken back like a file that was looked at first.
    ///
    /// What the file does not mention, products or columns, stays as it is. A product is new when its shop has no product with its SKU.
    /// Uploads of one retailer are applied one after the other.
    ///
    /// - Parameter bytes: the file in pieces of any size. Format, encoding, separator and the meaning of columns are found (`docs/csv.md`).
    /// - Returns: what became of it; with ``ImportMode/allOrNothing`` and a bad row, ``ImportReport/applied`` is false.
    /// - Throws: ``CatalogFileError`` when the file as a whole cannot be taken; ``ConfirmationNeeded``; errors of `bytes`. Nothing was
    ///   applied then.
    @discardableResult
    public func importCatalog<Pieces: AsyncSequence>(
        _ bytes: Pieces, for retailer: RetailerID, options: ImportOptions, fileName: String = "", by account: AccountID? = nil,
        actor: isolated (any Actor)? = #isolation
    ) async throws -> ImportReport where Pieces.Element: Sequence, Pieces.Element.Element == UInt8 {
        let id = try await keep(bytes, for: retailer, options: options, fileName: fileName, by: account)
        let claim = ImportClaim(id: id, retailer: retailer, state: .applying, worker: UUID())
        try await database.execute(
            "catalog.import.applyAtOnce",
            """
            UPDATE catalog.import SET state = \(claim.state), worker = \(claim.worker), heartbeat_at = clock_timestamp(), attempts = 1
            WHERE id = \(id)
            """)
        try await ImportWork(catalog: self, claim: claim).run()
        guard let done = try await catalogImport(id, of: retailer) else { throw ImportStateError.notFound }
        if let problem = done.problem { throw problem }
        guard done.state != .failed, let report = done.report else { throw CatalogFileError.interrupted }
        if !report.applied, report.needsConfirmation, !options.isConfirmed {
            throw ConfirmationNeeded(importID: id, report: report)
        }
        return report
    }

    /// Writes a file's bytes down.
    private func keep<Pieces: AsyncSequence>(
        _ bytes: Pieces, for retailer: RetailerID, options: ImportOptions, fileName: String, by account: AccountID?,
        actor: isolated (any Actor)? = #isolation
    ) async throws -> ImportID where Pieces.Element: Sequence, Pieces.Element.Element == UInt8 {
        guard try await !shops(of: retailer).isEmpty else { throw CatalogFileError.retailerHasNoShop }
        let id = ImportID.new()
        let name = String(
            String.UnicodeScalarView(fileName.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(200)))
        try await database.execute(
            "catalog.import.begin",
            """
            INSERT INTO catalog.import (id, retailer_id, state, scope, mode, default_vat, default_shop, is_confirmed, file_name, account_id)
            VALUES (\(id), \(retailer), \(ImportState.receiving), \(options.scope), \(options.mode), \(options.defaults.vat),
                \(options.defaults.shop), \(options.isConfirmed), \(name), \(account))
            """)
        do {
            var piece: [UInt8] = []
            var (count, size) = (0, 0)
            for try await bytes in bytes {
                piece.append(contentsOf: bytes)
                guard piece.count >= Self.pieceSize else { continue }
                size += piece.count
                guard size <= Self.largestFile else { throw CatalogFileError.tooLarge(limit: Self.largestFile) }
                try await write(piece, number: count, of: id)
                count += 1
                piece.removeAll(keepingCapacity: true)
            }
            if !piece.isEmpty {
                try await write(piece, number: count, of: id)
                count += 1
                size += piece.count
            }
            try await database.execute(
                "catalog.import.measured",
                "UPDATE catalog.import SET byte_count = \(size), piece_count = \(count) WHERE id = \(id)")
            return id
        } catch {
            // Also when the sender's task was cancelled: what is left behind otherwise, housekeeping finds.
            _ = try? await Task { [database] in
                try await database.execute("catalog.import.dropped", "DELETE FROM catalog.import WHERE id = \(id)")
            }.value
            throw error
        }
    }

    private func write(_ piece: [UInt8], number: Int, of id: ImportID) async throws {
        try await database.execute(
            "catalog.import.writePiece",
            "INSERT INTO catalog.import_piece (import_id, number, bytes) VALUES (\(id), \(number), \(piece))")
    }
}
