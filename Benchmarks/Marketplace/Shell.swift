import Foundation

/// A program that was run to its end.
enum Shell {
    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    /// Runs a program found in PATH or beside PostgreSQL's own, and gives what it printed.
    /// - Throws: ``Failed`` with what it said when it ends with another code than 0.
    @discardableResult
    static func run(_ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment
        variables.merge(environment) { _, new in new }
        process.environment = variables
        if let folder { process.currentDirectoryURL = folder }
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        // Threads of Swift's runtime block signals, and programs inherit that: pgbench would wait for ever for the alarm that ends it.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        try process.run()
        process.waitUntilExit()
        try handle.close()
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failed(
                description: "\(arguments.prefix(3).joined(separator: " ")) … ended with \(process.terminationStatus): \(text)")
        }
        return text
    }
}
