import ArgumentParser
import Foundation
import Glibc

/// The question before something large: asked where a person sits at a terminal, never in a pipe or with --yes.
struct Confirmation: ParsableArguments {
    @Flag(name: [.customShort("y"), .long], help: "Do it without asking. In a pipe nothing is asked.")
    var yes = false

    /// - Throws: ``Failure`` when the answer is not yes.
    func ask(_ question: String) throws {
        guard !yes, isatty(STDIN_FILENO) == 1, Output.standardError.isTerminal else { return }
        Output.standardError.write("\(question) [y/N] ")
        guard Self.isYes(readLine() ?? "") else { throw Failure.notDone("Nothing was changed.") }
    }

    static func isYes(_ answer: String) -> Bool {
        ["y", "yes", "j", "ja"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }
}
