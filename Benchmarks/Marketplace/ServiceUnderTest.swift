import Foundation

/// The service in a process of its own, with the sample city's shops and no orders.
final class ServiceUnderTest {
    let address: String
    private let program: String
    private let environment: [String: String]
    private let seed: String
    private let port: Int
    private let folder: URL
    private var process: Process?

    init(program: String, database: String, seed: String, port: Int, folder: URL) throws {
        self.program = program
        self.seed = seed
        self.port = port
        self.folder = folder
        address = "http://127.0.0.1:\(port)"
        let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
        environment = ["DATABASE_URL": database, "PERSONAL_DATA_KEYS": "bench:\(key)", "LOG_LEVEL": "warning"]
    }

    private var tokens: URL { folder.appendingPathComponent("tokens") }

    /// The token of a retailer of the sample city with one shop.
    func retailerToken() throws -> String {
        try String(contentsOf: tokens.appendingPathComponent("retailer-radwerk"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func start() async throws {
        try Shell.run([program, "seed", seed, "--orders", "0", "--tokens", tokens.path], environment: environment)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--port", "\(port)"]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        try process.run()
        self.process = process
        for _ in 0..<100 {
            if (try? Shell.run(["curl", "-fsS", "\(address)/health"])) != nil { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Shell.Failed(description: "The service did not answer on port \(port).")
    }

    /// The most memory that the service has had, in MiB.
    func peakMemory() throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process?.processIdentifier ?? 0)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) }) else {
            throw Shell.Failed(description: "/proc does not tell the service's memory")
        }
        return kilobytes / 1024
    }

    func stop() {
        process?.terminate()
        process?.waitUntilExit()
    }
}
