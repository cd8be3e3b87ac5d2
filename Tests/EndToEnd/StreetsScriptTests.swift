import Foundation
import TestSupport
import Testing

/// `make streets` in a checkout of its own, with the built terminal.
@Suite("make streets")
struct StreetsScriptTests {
    @Test("fetches the extract from the given address, imports it and says what comes next")
    func fetching() async throws {
        let village = String(decoding: try TestFiles.village(), as: UTF8.self)
        let server = try RecordedServer { _ in village }
        defer { server.stop() }
        try withCheckout { checkout in
            let result = try checkout.run(["STREETS_URL": server.address + "/towns/village.osm"])
            #expect(result.code == 0, "\(result.error)")
            #expect(server.requests.map(\.path) == ["/towns/village.osm"])
            #expect(result.output.contains("Fetching \(server.address)/towns/village.osm") && result.output.contains("make run"))
            let graph = checkout.folder.appendingPathComponent(".local/streets.graph")
            #expect(FileManager.default.fileExists(atPath: graph.path))
            #expect(try Data(contentsOf: checkout.folder.appendingPathComponent(".local/village.osm")) == TestFiles.village())
        }
    }

    @Test("without a network it says in one sentence what to do, and leaves nothing half done")
    func withoutNetwork() async throws {
        let server = try RecordedServer { _ in "" }
        let address = server.address + "/village.osm"
        server.stop()
        try withCheckout { checkout in
            // Nobody listens there any more.
            let result = try checkout.run(["STREETS_URL": address, "no_proxy": "127.0.0.1"])
            #expect(result.code == 1)
            #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
            #expect(
                result.error.contains("could not be fetched from \(address)") && result.error.contains("make streets EXTRACT="))
            let left = try FileManager.default.contentsOfDirectory(atPath: checkout.folder.appendingPathComponent(".local").path)
            #expect(left.isEmpty)
        }
    }

    @Test("an extract at hand needs no network, and one that is broken is refused in one sentence")
    func atHand() async throws {
        try withCheckout { checkout in
            let nowhere = ["STREETS_URL": "http://127.0.0.1:9/none"]
            let result = try checkout.run(nowhere, [TestFiles.villageFile.path])
            #expect(result.code == 0, "\(result.error)")
            let missing = try checkout.run(nowhere, ["missing.osm.pbf"])
            #expect(missing.code == 2 && missing.error.contains("missing.osm.pbf is not a file"))
            let broken = checkout.folder.appendingPathComponent("broken.osm.pbf")
            try Data("no extract".utf8).write(to: broken)
            let refused = try checkout.run(nowhere, [broken.path])
            #expect(refused.code == 2 && refused.error.split(separator: "\n").count == 1, "\(refused.error)")
        }
    }

    private func withCheckout(_ body: (Checkout) throws -> Void) throws {
        let checkout = try Checkout()
        defer { try? FileManager.default.removeItem(at: checkout.folder) }
        try body(checkout)
    }
}

/// A folder with the script and the built terminal where a release build would put it.
private struct Checkout {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("checkout-\(UUID())")
        let files = FileManager.default
        let programs = folder.appendingPathComponent(".build/release")
        let scripts = folder.appendingPathComponent("scripts")
        try files.createDirectory(at: programs, withIntermediateDirectories: true)
        try files.createDirectory(at: scripts, withIntermediateDirectories: true)
        try files.copyItem(
            at: RunningCity.project.appendingPathComponent("scripts/streets.sh"), to: scripts.appendingPathComponent("streets.sh")
        )
        try files.createSymbolicLink(
            at: programs.appendingPathComponent("dispatch-cli"),
            withDestinationURL: RunningCity.programs.appendingPathComponent("dispatch-cli"))
    }

    func run(_ variables: [String: String], _ arguments: [String] = []) throws -> RunningCity.Result {
        let process = Process()
        process.executableURL = folder.appendingPathComponent("scripts/streets.sh")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { _, new in new }
        let (output, error) = (folder.appendingPathComponent("output"), folder.appendingPathComponent("error"))
        for file in [output, error] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        process.waitUntilExit()
        return RunningCity.Result(
            code: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            error: try String(contentsOf: error, encoding: .utf8))
    }
}
