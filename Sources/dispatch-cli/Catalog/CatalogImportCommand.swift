import ArgumentParser
import Foundation

struct CatalogImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Upload a catalog as CSV (needs a retailer's token).",
        discussion: """
            Takes our own columns (docs/csv.md) and the exports of Google Merchant, Shopify, WooCommerce, Shopware, Open Food Network and
            CoopCycle as they are. Without --apply it only shows what would change.

              dispatch-cli catalog import artikel.csv             look at it
              dispatch-cli catalog import artikel.csv --apply     look at it and apply it
              dispatch-cli catalog import --apply ID              apply what was looked at
              dispatch-cli catalog import --undo                  take the last one back

            A file in which rows are refused ends with exit code 1, once its good rows are applied.
            """)

    @Argument(help: ArgumentHelp("The file, or the id of an import that was looked at.", valueName: "file-or-id"))
    var source: String?
    @Flag(help: "Only look at it (the default).")
    var preview = false
    @Flag(help: "Apply it.")
    var apply = false
    @Flag(help: "Take the last applied import back, or the one with this id.")
    var undo = false
    @Option(help: "update: other products stay; replace: those that the file lacks go off sale.")
    var mode = "update"
    @Flag(name: .customLong("all-or-nothing"), help: "Apply nothing unless every row is good.")
    var allOrNothing = false
    @Flag(help: "More than a fifth of the stock may go.")
    var confirm = false
    @Option(help: "VAT of new products in files without rates: 19, 7 or 0.")
    var vat: Int?
    @Option(help: "Key of the shop of rows that name none.")
    var shop: String?
    @Option(help: ArgumentHelp("Write the refused rows with their reasons to this file.", valueName: "file"))
    var refused: String?
    @OptionGroup var connection: ConnectionOptions

    private static let path = "/api/v1/retailer/imports"

    func validate() throws {
        guard [preview, apply, undo].count(where: { $0 }) <= 1 else {
            throw ValidationError("Of --preview, --apply and --undo only one can be meant.")
        }
        guard undo || source != nil else { throw ValidationError("Name the file to upload.") }
        guard ["update", "replace"].contains(mode) else { throw ValidationError("--mode takes update or replace.") }
    }

    func run() async throws {
        let client = try connection.client()
        let id = source.flatMap { UUID(uuidString: $0) }
        if undo { return try await takeBack(id, client) }
        var found: CatalogImport
        if let id {
            found = try await client.get(Self.address(of: id)).value
        } else {
            found = try await follow(try await upload(client), client)
        }
        guard found.state == "ready" else { throw Self.failure(found) }
        if apply {
            found = try await client.call("POST", Self.address(of: found.id) + "/apply", body: Confirmation(confirm: confirm))
                .value
            found = try await follow(found, client)
        }
        try await show(found, client)
    }

    private struct Confirmation: Encodable, Sendable {
        var confirm: Bool
    }

    private static func address(of id: UUID) -> String { "\(path)/\(id.uuidString.lowercased())" }

    private func upload(_ client: APIClient) async throws -> CatalogImport {
        let file = source ?? ""
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Failure.badInput("'\(file)' cannot be read.")
        }
        return try await client.upload(
            bytes, to: Self.path,
            query: [
                "name": (file as NSString).lastPathComponent, "mode": allOrNothing ? "\(mode),all-or-nothing" : mode,
                "vat": vat.map(String.init), "shop": shop,
            ])
    }

    /// Shows progress until there is nothing more to wait for.
    private func follow(_ found: CatalogImport, _ client: APIClient) async throws -> CatalogImport {
        var found = found
        var bar = ProgressBar()
        while found.isUnderWay {
            bar.show(fraction: found.progress.fraction, label: found.progress.phase)
            try await Task.sleep(for: .milliseconds(200))
            found = try await client.get(Self.address(of: found.id)).value
        }
        bar.clear()
        return found
    }

    private func takeBack(_ id: UUID?, _ client: APIClient) async throws {
        var target = id
        if target == nil {
            target = try await client.get(Self.path, as: List<CatalogImport>.self).value.items.first { $0.state == "applied" }?.id
        }
        guard let target else { throw Failure.notDone("There is no applied import to take back.") }
        let found: CatalogImport = try await client.call("POST", Self.address(of: target) + "/undo").value
        let undone = try await follow(found, client)
        guard undone.state == "undone" else { throw Self.failure(undone) }
        let kept = undone.kept ?? 0
        Output.standardOutput.line(
            "Taken back: \(undone.fileName)\(kept > 0 ? "; \(kept) products were changed since and stay as they are" : "").")
    }

    private static func failure(_ found: CatalogImport) -> Failure {
        switch found.state {
        case "refused": .badInput(found.problem?.detail ?? "The file cannot be taken.")
        case "failed": .notDone("Something went wrong in the service; the catalog is as it was.")
        default: .notDone("The import is \(found.state).")
        }
    }

    private func show(_ found: CatalogImport, _ client: APIClient) async throws {
        guard found.state == "ready" || found.state == "applied", let report = found.report else { throw Self.failure(found) }
        if let refused {
            let csv = try await client.bytes(Self.address(of: found.id) + "/refused")
            guard FileManager.default.createFile(atPath: refused, contents: csv) else {
                throw Failure.notDone("'\(refused)' could not be written.")
            }
        }
        if connection.json { return try Output.standardOutput.json(found) }
        ImportSummary(found: found, report: report, changed: found.state == "ready" ? try await changed(found, client) : [])
            .write(to: .standardOutput)
        if apply, found.state == "ready" {
            throw Failure.notDone(
                report.needsConfirmation && !confirm
                    ? "Nothing was applied: \(report.goingToZero) of \(report.orderable) products would be gone. If this is meant, add --confirm."
                    : "Nothing was applied: \(report.refused) rows have something wrong in them.")
        }
        if apply, report.refused > 0 { throw Failure.notDone("\(report.refused) rows were refused.") }
    }

    private func changed(_ found: CatalogImport, _ client: APIClient) async throws -> [ImportItem] {
        try await client.get(
            Self.address(of: found.id) + "/items", query: ["kind": "changed", "limit": "20"], as: List<ImportItem>.self
        )
        .value.items
    }
}

struct CatalogImportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "imports", abstract: "The latest uploads, newest first.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get("/api/v1/retailer/imports", as: List<CatalogImport>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        var table = Table([
            .left("ID"), .left("WHEN"), .text("FILE"), .left("STATE"), .right("NEW"), .right("CHANGED"), .right("REFUSED"),
        ])
        for found in answer.value.items {
            table.append([
                Table.Cell(found.id.uuidString.lowercased()), Table.Cell(Format.dayAndTime(found.createdAt)),
                Table.Cell(found.fileName),
                Table.Cell(found.state, Style(state: found.state)), Table.Cell(found.report.map { "\($0.created)" } ?? ""),
                Table.Cell(found.report.map { "\($0.changed)" } ?? ""), Table.Cell(found.report.map { "\($0.refused)" } ?? ""),
            ])
        }
        table.write(to: .standardOutput)
    }
}
