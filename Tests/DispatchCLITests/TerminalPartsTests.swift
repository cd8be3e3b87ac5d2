import ArgumentParser
import Foundation
import Testing

@testable import dispatch_cli

@Suite("The manual page and the completions")
struct ManualTests {
    /// Every command's path, as the parser knows them.
    private static func paths(_ type: any ParsableCommand.Type, _ path: [String] = []) -> [[String]] {
        let configuration = type.configuration
        guard configuration.shouldDisplay else { return [] }
        let own = path + [configuration.commandName ?? ""]
        return [own] + configuration.subcommands.flatMap { paths($0, own) }
    }

    private static func page() throws -> String {
        try ManualPage(description: Data(DispatchCLI._dumpHelp().utf8), version: "1").roff()
    }

    @Test("the manual names every command and no hidden one")
    func commands() throws {
        let page = try Self.page()
        let paths = Self.paths(DispatchCLI.self).map { $0.dropFirst().joined(separator: " ") }.filter { !$0.isEmpty }
        #expect(paths.count > 50)
        for path in paths { #expect(page.contains(".SS \"\(path.replacing("-", with: "\\-"))\"\n"), "\(path)") }
        #expect(!page.contains("board\\-timing"))
        for new in [
            "shifts import", "riders fairness", "riders sick", "assign swap", "assign reasons", "man", "plan replay", "fleet",
        ] {
            #expect(paths.contains(new))
        }
    }

    @Test("every line of the manual is text, or a request that man(7) has")
    func requests() throws {
        let known: Set = [".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".nf", ".fi"]
        var isVerbatim = false
        for line in try Self.page().split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix(".") || line.hasPrefix("'") else { continue }
            let request = String(line.prefix { $0 != " " })
            #expect(known.contains(request), "\(line)")
            if request == ".nf" { isVerbatim = true }
            if request == ".fi" {
                #expect(isVerbatim)
                isVerbatim = false
            }
        }
        #expect(!isVerbatim)
        // A backslash begins only what is meant: a dash, an emphasis, a backslash, a letter beyond ASCII, nothing.
        let wrong = try Self.page().matches(of: #/\\(?!-|fB|fI|fR|e|&|\[u[0-9A-F]{4,6}\])/#)
        #expect(wrong.isEmpty)
        #expect(try Self.page().allSatisfy(\.isASCII))
    }

    @Test("completions for every shell know the new commands", arguments: [CompletionShell.bash, .zsh, .fish])
    func completions(shell: CompletionShell) {
        let script = DispatchCLI.completionScript(for: shell)
        for word in ["shifts", "import", "fairness", "sick", "swap", "reasons", "man", "dry-run", "yes"] {
            #expect(script.contains(word), "\(word)")
        }
        #expect(!script.contains("board-timing"))
    }
}

@Suite("Questions before something large")
struct ConfirmationTests {
    @Test("only a yes is a yes")
    func answers() {
        for yes in ["y", "yes", "Y", " ja ", "j"] { #expect(Confirmation.isYes(yes)) }
        for no in ["", "n", "no", "yesterday", "nein"] { #expect(!Confirmation.isYes(no)) }
    }

    @Test(
        "every command that changes much takes --yes",
        arguments: [
            ["plan"], ["replan"], ["plan", "restore", "3"], ["disrupt", "bike", "LJ-1"], ["disrupt", "rider", "mira"],
            ["disrupt", "shop", "x", "--minutes", "3"], ["disrupt", "customer", "S-1"], ["disrupt", "undo", "1"],
            ["riders", "sick", "mira"],
            ["shifts", "import", "x.csv"], ["assign", "--clear", "--all"],
        ])
    func commands(words: [String]) throws {
        _ = try DispatchCLI.parseAsRoot(words + ["--yes"])
        _ = try DispatchCLI.parseAsRoot(words + ["-y"])
        _ = try DispatchCLI.parseAsRoot(words)
    }

    @Test(
        "what cannot go together is refused",
        arguments: [
            ["assign", "--all"], ["assign", "--clear"], ["assign", "3"], ["assign", "3", "--clear", "--all"],
            ["assign", "--auto", "3"],
            ["assign", "swap", "3"], ["shifts", "import"],
        ])
    func refused(words: [String]) {
        #expect(throws: (any Error).self) { try DispatchCLI.parseAsRoot(words) }
    }
}

@Suite("The board's screen")
struct ScreenUpdateTests {
    @Test("only lines that changed are sent, and what the terminal shows then is the new screen")
    func updates() {
        var generator = SystemRandomNumberGenerator()
        var old = (0..<24).map { "line \($0)" }
        var screen = TerminalScreen(rows: 24)
        screen.take(ScreenUpdate.text(from: nil, to: old))
        #expect(screen.rows == old)
        for round in 0..<50 {
            var new = old
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                new[Int.random(in: 0..<24, using: &generator)] =
                    String(repeating: "x", count: Int.random(in: 0...30, using: &generator)) + "\(round)"
            }
            let update = ScreenUpdate.text(from: old, to: new)
            #expect(update.isEmpty == (old == new))
            screen.take(update)
            #expect(screen.rows == new)
            old = new
        }
        #expect(ScreenUpdate.text(from: old, to: old + ["more"]).contains("\u{1B}[J"), "another height is drawn anew")
    }

    @Test("a redraw of the board with 1,000 stops sends less than the whole screen")
    func less() {
        var state = BoardState()
        state.day = "2026-11-23"
        state.tours = BoardTimingCommand.tours(stops: 1000, perTour: 25, at: BoardTests.noon)
        #expect(state.tours.reduce(0) { $0 + ($1.stopList?.count ?? 0) } == 1000)
        func lines() -> [String] { BoardView(state: state, width: 160, height: 50, colours: true, now: BoardTests.noon).lines() }
        let before = lines()
        state.tours[3].stopList?[1].state = "done"
        let update = ScreenUpdate.text(from: before, to: lines())
        #expect(!update.isEmpty && update.utf8.count * 5 < ScreenUpdate.text(from: nil, to: before).utf8.count)
    }
}

/// As much of a terminal as the board uses: moving, writing, clearing to the end of a line and of the screen.
private struct TerminalScreen {
    private(set) var rows: [String]

    init(rows: Int) { self.rows = Array(repeating: "", count: rows) }

    mutating func take(_ text: String) {
        var row = 0
        var column = 0
        var rest = Substring(text)
        while let first = rest.popFirst() {
            if first == "\u{1B}" {
                guard let match = rest.prefixMatch(of: #/\[(\?)?([0-9;]*)([A-Za-z])/#) else { return }
                rest = rest[match.range.upperBound...]
                switch match.output.3 {
                case "H":
                    row = (Int(match.output.2.split(separator: ";").first ?? "1") ?? 1) - 1
                    column = 0
                case "K": rows[row] = String(rows[row].prefix(column))
                case "J": for below in (row + 1)..<max(row + 1, rows.count) { rows[below] = "" }
                default: break
                }
            } else if first == "\r\n" || first == "\n" {
                row += 1
                column = 0
            } else {
                rows[row] = String(rows[row].prefix(column)) + String(first) + String(rows[row].dropFirst(column + 1))
                column += 1
            }
        }
    }
}
