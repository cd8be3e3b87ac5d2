import Foundation

/// Which service the terminal talks to, and as whom.
struct Connection: Codable, Sendable, Equatable {
    var url: String
    var token: String?

    static let defaultURL = "http://127.0.0.1:8080"

    /// Where `login` keeps the connection; only its owner can read the file.
    static func file(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
        let base: URL
        if let configured = environment["XDG_CONFIG_HOME"], !configured.isEmpty {
            base = URL(fileURLWithPath: configured, isDirectory: true)
        } else {
            base = FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".config", isDirectory: true)
        }
        return base.appendingPathComponent("schaufenster", isDirectory: true).appendingPathComponent("connection.json")
    }

    /// The connection to use: options first, then SCHAUFENSTER_URL and SCHAUFENSTER_TOKEN, then what `login` kept.
    ///
    /// The kept token goes only to the service it was kept for.
    static func resolve(
        url: String?, token: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Connection {
        let kept = try load(environment: environment)
        let address = url ?? environment["SCHAUFENSTER_URL"] ?? kept?.url ?? defaultURL
        let secret = token ?? environment["SCHAUFENSTER_TOKEN"] ?? (kept?.url == address ? kept?.token : nil)
        return Connection(url: address, token: secret)
    }

    static func load(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Connection? {
        let file = file(environment: environment)
        guard let data = try? Data(contentsOf: file) else { return nil }
        do {
            return try JSONDecoder().decode(Connection.self, from: data)
        } catch {
            throw Failure.badInput("\(file.path) is damaged; delete it and sign in again with: dispatch-cli login")
        }
    }

    func save(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let file = Self.file(environment: environment)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let data = try JSONEncoder().encode(self)
            // Made with the final permissions, so that the token is at no moment readable by others.
            let draft = file.path + ".new"
            try? FileManager.default.removeItem(atPath: draft)
            guard FileManager.default.createFile(atPath: draft, contents: data, attributes: [.posixPermissions: 0o600]) else {
                throw Failure.notDone("\(file.path) could not be written.")
            }
            guard rename(draft, file.path) == 0 else { throw Failure.notDone("\(file.path) could not be written.") }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure.notDone("\(file.path) could not be written: \(error.localizedDescription)")
        }
    }

    static func forget(environment: [String: String] = ProcessInfo.processInfo.environment) {
        try? FileManager.default.removeItem(at: file(environment: environment))
    }
}
