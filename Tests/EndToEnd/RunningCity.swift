import Foundation
import Synchronization
import Testing

/// The built service with the sample city, in processes of their own, and the built terminal.
final class RunningCity: Sendable {
    let address: String
    private let folder: URL
    private let databaseURL: String
    private let orders: Int
    /// An OpenStreetMap file whose streets the service takes.
    private let extract: URL?
    private let port: Int
    private let service = Mutex<Process?>(nil)

    struct Result {
        var code: Int32
        var output: String
        var error: String
    }

    init(databaseURL: String, orders: Int, extract: URL? = nil) throws {
        self.databaseURL = databaseURL
        self.orders = orders
        self.extract = extract
        port = Int.random(in: 20_000..<30_000)
        address = "http://127.0.0.1:\(port)"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("city-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Where the build puts programs: beside the test bundle.
    static var programs: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    }

    static var project: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    private var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = databaseURL
        environment["PERSONAL_DATA_KEYS"] = "test:" + Data(repeating: 7, count: 32).base64EncodedString()
        environment["LOG_LEVEL"] = "error"
        environment["XDG_CONFIG_HOME"] = folder.path
        environment["SCHAUFENSTER_URL"] = nil
        environment["SCHAUFENSTER_TOKEN"] = nil
        environment["NETWORK_GRAPH"] = extract == nil ? nil : graph
        return environment
    }

    private var graph: String { folder.appendingPathComponent("streets.graph").path }

    func tokenFile(_ account: String) -> String { folder.appendingPathComponent("tokens/\(account)").path }

    /// Loads the sample city, plans its day and waits until the service answers.
    func start() async throws {
        if let extract {
            let imported = try await terminal(["network", "import", extract.path, "--out", graph])
            try #require(imported.code == 0, "\(imported.error)")
        }
        let seeded = try await run(
            "marketplace",
            [
                "seed", Self.project.appendingPathComponent("seed").path, "--tokens",
                folder.appendingPathComponent("tokens").path, "--orders", "\(orders)",
                "--planning-seconds", "2",
            ])
        try #require(seeded.code == 0, "\(seeded.output)\(seeded.error)")
        try await serve()
    }

    /// Starts the service on what is in the database and waits until it answers.
    func serve() async throws {
        let service = Process()
        service.executableURL = Self.programs.appendingPathComponent("marketplace")
        service.arguments = ["serve", "--port", "\(port)"]
        service.environment = environment
        // Streets of the checkout's own playground are not meant.
        service.currentDirectoryURL = folder
        try service.run()
        self.service.withLock { $0 = service }
        for _ in 0..<300 {
            if try await terminal(["health", "--url", address]).code == 0 { return }
            try #require(service.isRunning, "the service ended before it was ready")
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the service did not answer within 30 s")
    }

    /// Ends the service as a loss of power would: `kill -9`, and waits until it is gone.
    func killService() {
        guard let service = service.withLock({ $0 }), service.isRunning else { return }
        kill(service.processIdentifier, SIGKILL)
        service.waitUntilExit()
    }

    func stop() {
        if let service = service.withLock({ $0 }), service.isRunning { service.terminate() }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs the terminal in a pipe.
    func terminal(_ arguments: [String]) async throws -> Result { try await run("dispatch-cli", arguments) }

    /// What a command that must succeed printed as JSON.
    func json(_ arguments: [String]) async throws -> [String: Any] {
        let result = try await terminal(arguments)
        try #require(result.code == 0, "\(arguments.joined(separator: " ")): \(result.error)")
        return try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Result {
        try await run(Self.programs.appendingPathComponent(program), arguments, in: folder)
    }

    /// A folder laid out as the checkout is after `make run`: `.local/bin` and `.local/tokens`.
    func playground() throws -> URL {
        let place = folder.appendingPathComponent("playground")
        let local = place.appendingPathComponent(".local")
        let files = FileManager.default
        try files.createDirectory(at: local, withIntermediateDirectories: true)
        try files.createSymbolicLink(at: local.appendingPathComponent("bin"), withDestinationURL: Self.programs)
        try files.createSymbolicLink(
            at: local.appendingPathComponent("tokens"), withDestinationURL: folder.appendingPathComponent("tokens"))
        return place
    }

    func run(_ program: URL, _ arguments: [String], in place: URL? = nil) async throws -> Result {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = place
        process.environment = environment
        // Into files: a full pipe would stop the program.
        let files = ["out", "err"].map { folder.appendingPathComponent("\(UUID()).\($0)") }
        let handles = try files.map { file in
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
            return try FileHandle(forWritingTo: file)
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        let code: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        for handle in handles { try handle.close() }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        return Result(code: code, output: texts[0], error: texts[1])
    }
}
