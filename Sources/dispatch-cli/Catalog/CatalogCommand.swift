import ArgumentParser

struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "A shop's catalog: upload a file, look at what would change, apply it, take it back.",
        subcommands: [CatalogImportCommand.self, CatalogImportsCommand.self])
}
