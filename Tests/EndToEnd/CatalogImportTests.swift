import Database
import Foundation
import TestSupport
import Testing

/// A shop's file goes up from the terminal to the running service, whose worker looks at it, applies it and takes it back.
@Suite("A catalog from the terminal", .serialized)
struct CatalogImportTests {
    @Test("looked at, applied, taken back; refused rows come into a file")
    func wholeWay() async throws {
        try await TestDatabase.withDatabase { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 0)
            defer { city.stop() }
            try await city.start()
            let login = try await city.terminal(
                ["login", "--url", city.address, "--token-file", city.tokenFile("retailer-radwerk")])
            #expect(login.code == 0, "\(login.error)")
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("neu.csv").path
            let refused = folder.appendingPathComponent("abgewiesen.csv").path
            try Data("sku;title;price\nE2E-1;Hupe;9,90\nE2E-2;Glocke;neun\n".utf8).write(to: URL(fileURLWithPath: file))

            let looked = try await city.terminal(["catalog", "import", file])
            #expect(looked.code == 0 && looked.output.contains("Nothing has changed yet"), "\(looked.output)\(looked.error)")
            #expect(looked.output.contains("This is not a price."))
            let applied = try await city.terminal(["catalog", "import", file, "--apply", "--refused", refused])
            #expect(applied.code == 1 && applied.error.contains("1 rows were refused"), "\(applied.output)\(applied.error)")
            #expect(
                try String(contentsOfFile: refused, encoding: .utf8).contains("E2E-2;Glocke;neun;price: This is not a price."))
            let listed = try await city.terminal(["catalog", "imports"])
            #expect(listed.output.contains("neu.csv\tapplied\t1"), "\(listed.output)")
            let undone = try await city.terminal(["catalog", "import", "--undo"])
            #expect(undone.code == 0 && undone.output.contains("Taken back: neu.csv"), "\(undone.output)\(undone.error)")
            #expect(try await city.terminal(["catalog", "import", "--undo"]).output.contains("radwerk.csv"))
            let nowhere = try await city.terminal(["catalog", "import", folder.appendingPathComponent("fehlt.csv").path])
            #expect(nowhere.code == 2)
            #expect(try await city.terminal(["catalog", "import"]).code == 2)
        }
    }
}
