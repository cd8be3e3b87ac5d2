import ArgumentParser
import Foundation

struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print the manual page.",
        discussion: """
              dispatch-cli man | man -l -                  read it
              dispatch-cli man > /usr/local/share/man/man1/dispatch-cli.1
            make install puts it, the program and the completions into their places.
            """)

    func run() throws {
        let page = try ManualPage(
            description: Data(DispatchCLI._dumpHelp().utf8), version: DispatchCLI.configuration.version)
        Output.standardOutput.write(page.roff())
    }
}
