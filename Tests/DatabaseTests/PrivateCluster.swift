import Foundation
import Glibc
import Testing

/// A cluster of the test's own, which it may stop and start.
struct PrivateCluster: Sendable {
    private let directory: String
    private let script: String
    let url: String

    /// Runs `body` with a running cluster, which is removed afterwards.
    static func withCluster(_ body: (PrivateCluster) async throws -> Void) async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let script = root.appendingPathComponent("scripts/postgres.sh").path
        let directory = "/tmp/schaufenster-cluster-\(UUID().uuidString.prefix(8))"
        try await run([script, "start", directory, "--throwaway"])
        let url = try await run([script, "url", directory])
        do {
            try await body(PrivateCluster(directory: directory, script: script, url: url))
        } catch {
            try await run([script, "remove", directory])
            throw error
        }
        try await run([script, "remove", directory])
    }

    func stop() async throws { try await PrivateCluster.run([script, "stop", directory]) }
    func start() async throws { try await PrivateCluster.run([script, "start", directory, "--throwaway"]) }

    /// Runs a command to its end and returns what it printed.
    ///
    /// Not with Foundation's `Process`: that waits until all heirs of the command have ended too, and the server is one of them.
    @discardableResult
    private static func run(_ command: [String]) async throws -> String {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("output-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        let words = ["/bin/sh", "-c", "output=$0; \"$@\" >\"$output\" </dev/null", output.path] + command
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: spawnAndWait(words)) }
        }
        try #require(status == 0, "\(command.joined(separator: " ")) ended with \(status)")
        return try String(contentsOf: output, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func spawnAndWait(_ words: [String]) -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var process: pid_t = 0
        let failure = posix_spawn(&process, words[0], nil, nil, arguments, environ)
        guard failure == 0 else { return failure }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
