import Accounts
import ArgumentParser
import Database
import Foundation

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make an account with a role and print a token for it: how the first operator comes in.")

    @Option(help: "The account's key; an account that exists gets the role and another token.")
    var account: String
    @Option(help: "Name to show. Default: the key.")
    var name: String?
    @Option(help: "dispatcher, operator or shopper.")
    var role: String
    @Option(help: "Days the token is valid for.")
    var days = 365

    func run() async throws {
        let grant: RoleGrant
        switch role {
        case "dispatcher": grant = .dispatcher
        case "operator": grant = .operator
        case "shopper": grant = .shopper
        default: throw ValidationError("--role takes dispatcher, operator or shopper.")
        }
        guard (1...3650).contains(days) else { throw ValidationError("--days takes 1 to 3650.") }
        let modules = try Modules(try Settings())
        let id = try await modules.accounts.upsertAccount(key: account, name: name ?? account).id
        try await modules.accounts.grant(grant, to: id)
        let issued = try await modules.accounts.issueToken(
            for: id, label: "marketplace token", lifetime: Double(days) * 86_400)
        await modules.database.close()
        print(issued.secret.reveal())
    }
}
