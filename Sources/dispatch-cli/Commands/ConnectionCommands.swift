import ArgumentParser
import Foundation

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Keep the service's address and your token for the commands to come.",
        discussion: """
            The token is read from --token-file, from SCHAUFENSTER_TOKEN, or asked for (it is not shown while you type).
            It is tried before it is kept, in a file that only you can read.
            """)

    @Option(help: "Address of the service.")
    var url: String?

    @Option(help: "File that holds the token; - for standard input.", completion: .file())
    var tokenFile: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let address = url ?? environment["SCHAUFENSTER_URL"] ?? Connection.defaultURL
        let connection = Connection(url: address, token: try readToken(environment))
        let answer = try await APIClient(connection: connection).get("/api/v1/me", as: Me.self)
        try connection.save()
        if json { return Output.standardOutput.json(answer.json) }
        let roles = answer.value.roles.map(\.role).joined(separator: ", ")
        Output.standardOutput.line("Signed in at \(address) as \(answer.value.account.name) (\(roles)).")
    }

    private func readToken(_ environment: [String: String]) throws -> String {
        let text: String
        if let tokenFile {
            guard
                let data = tokenFile == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: tokenFile)
            else { throw Failure.badInput("The file \(tokenFile) cannot be read.") }
            text = String(decoding: data, as: UTF8.self)
        } else if let token = environment["SCHAUFENSTER_TOKEN"] {
            text = token
        } else if let typed = getpass("Token: ") {
            text = String(cString: typed)
        } else {
            throw Failure.badInput("There is no token: give --token-file FILE or set SCHAUFENSTER_TOKEN.")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, !token.contains(where: \.isWhitespace) else {
            throw Failure.badInput("That is no token; it looks like sf_….")
        }
        return token
    }
}

struct LogoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "logout", abstract: "Forget the kept token.")

    func run() throws {
        Connection.forget()
        Output.standardOutput.line("Signed out.")
    }
}

struct WhoAmICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "whoami", abstract: "Show who the token belongs to.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try connection.client()
        let answer = try await client.get("/api/v1/me", as: Me.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        let roles = answer.value.roles.map(\.role).joined(separator: ", ")
        Output.standardOutput.line("\(answer.value.account.name) (\(roles)) at \(client.connection.url)")
    }
}

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "health", abstract: "Ask whether the service is ready.")

    @OptionGroup var connection: ConnectionOptions

    private struct Health: Codable, Sendable {
        var status: String
        var version: String
    }

    func run() async throws {
        let answer = try await connection.client().get("/health", as: Health.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("\(answer.value.status), version \(answer.value.version)")
    }
}

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a completion script for zsh, bash or fish.",
        discussion: "For example: dispatch-cli completions bash > ~/.local/share/bash-completion/completions/dispatch-cli")

    @Argument(help: "zsh, bash or fish.", completion: .list(["zsh", "bash", "fish"]))
    var shell: String

    func run() throws {
        guard let shell = CompletionShell(rawValue: shell) else {
            throw Failure.badInput("'\(shell)' is not a shell known here; zsh, bash and fish are.")
        }
        Output.standardOutput.line(DispatchCLI.completionScript(for: shell))
    }
}
