import ArgumentParser
import Database
import Foundation
import Glibc

/// The service's own command line.
struct MarketplaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marketplace", abstract: "The Schaufenster service: storefront, retailers, delivery.",
        discussion: """
            Settings come from the environment: DATABASE_URL and PERSONAL_DATA_KEYS are needed; DATABASE_CONNECTIONS (12),
            LOG_LEVEL (info), SECURE_COOKIES (false) and NETWORK_GRAPH (\(StreetsAtStart.usualPlace)) are not. docs/operations.md tells more.
            """,
        version: ServiceEndpoints.version,
        subcommands: [
            ServeCommand.self, WorkerCommand.self, MigrateCommand.self, SeedCommand.self, TokenCommand.self,
            AddressesCommand.self,
        ])
}

@main
enum Main {
    /// Runs the command line and ends the process with 0, 1 (it could not be done) or 2 (the call is wrong).
    static func main() async {
        do {
            var command = try MarketplaceCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as SettingsError {
            say(error.description)
            exit(2)
        } catch let error as SeedError {
            say(error.description)
            exit(2)
        } catch let error as DatabaseError {
            say(error.description)
            exit(1)
        } catch {
            let code = MarketplaceCommand.exitCode(for: error)
            let message = MarketplaceCommand.fullMessage(for: error)
            if code == .success {
                print(message)
                exit(0)
            }
            say(message.isEmpty ? "\(error)" : message)
            exit(code == .validationFailure ? 2 : 1)
        }
    }

    private static func say(_ sentence: String) {
        FileHandle.standardError.write(Data((sentence + "\n").utf8))
    }
}
