import Database
import Foundation
import TestSupport
import Testing

/// A terminal of tmux's: keys go in, what is on the screen comes out.
private struct TmuxTerminal {
    static let program = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let city: RunningCity
    /// A server of its own, so that nobody's sessions are touched.
    let socket = "schaufenster-\(UUID().uuidString.prefix(8))"

    /// Foundation takes a program for running as long as anybody has the descriptors that it gave it; tmux's server would keep them.
    private static let withoutDescriptors = """
        for file in /proc/self/fd/*; do number=${file##*/}; [ "$number" -gt 2 ] && eval "exec $number>&-"; done 2>/dev/null; exec "$@"
        """

    @discardableResult
    func tmux(_ arguments: String...) async throws -> String {
        let program = try #require(Self.program)
        let call = [program, "-u", "-L", socket, "-f", "/dev/null"] + arguments
        return try await city.run(URL(fileURLWithPath: "/bin/bash"), ["-c", Self.withoutDescriptors, "bash"] + call).output
    }

    func open() async throws {
        try await tmux("new-session", "-d", "-x", "150", "-y", "40", "/bin/sh")
        try await type("PS1='$ '; clear")
        _ = try await screen { $0.contains("$") }
    }

    /// The server ends with its last session. (It would not hear a signal: Foundation's children are born with signals blocked.)
    func close() async throws { try await tmux("kill-session") }

    /// Types a line, and enter.
    func type(_ text: String) async throws {
        try await tmux("send-keys", "-l", text)
        try await tmux("send-keys", "Enter")
    }

    func press(_ key: String) async throws { try await tmux("send-keys", key) }

    /// What is on the screen as soon as it is as expected.
    @discardableResult
    func screen(_ comment: Comment = "the screen", until isReady: (String) -> Bool) async throws -> String {
        var last = ""
        let deadline = ContinuousClock.now + .seconds(40)
        while ContinuousClock.now < deadline {
            last = try await tmux("capture-pane", "-p")
            if isReady(last) { return last }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(comment) did not come; there is: \(last)")
        return last
    }
}

@Suite("The board in a real terminal", .serialized)
struct BoardInTerminalTests {
    @Test(
        "it draws the tours, filters, takes commands, helps, undoes, and leaves the terminal as it was",
        .enabled(if: TmuxTerminal.program != nil, "tmux is not installed: apt-get install tmux"))
    func board() async throws {
        try await TestDatabase.withDatabase { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 20)
            defer { city.stop() }
            try await city.start()
            let login = try await city.terminal(["login", "--url", city.address, "--token-file", city.tokenFile("dispatcher")])
            try #require(login.code == 0, "\(login.error)")
            let terminal = TmuxTerminal(city: city)
            try await terminal.open()
            do { try await play(terminal) } catch {
                try await terminal.close()
                throw error
            }
            try await terminal.close()
        }
    }

    private func play(_ terminal: TmuxTerminal) async throws {
        try await terminal.type("echo before-the-board")
        try await terminal.screen { $0.contains("\nbefore-the-board") }
        let settings = try await sttySettings(terminal, "one")
        try await terminal.type("'\(RunningCity.programs.appendingPathComponent("dispatch-cli").path)' board --every 1")
        let first = try await terminal.screen("the tours") { $0.contains("TOUR") && $0.contains("– open –") }
        #expect(first.contains("Schaufenster") && first.contains("drops") && first.contains("q quit"))
        #expect(!first.contains("before-the-board"))

        try await terminal.press("?")
        try await terminal.screen("the help") { $0.contains("Commands") && $0.contains(":replan") }
        try await terminal.press("Escape")
        try await terminal.screen("the tours again") { $0.contains("TOUR") }

        try await terminal.type(":assign auto")
        try await terminal.screen("riders") { $0.contains("tours have a rider now") && !$0.contains("– open –") }
        try await terminal.type("/nothing-is-called-so")
        try await terminal.screen("the filter") { $0.contains("No tour passes the filter") }
        try await terminal.press("Escape")
        try await terminal.screen("all tours") {
            !$0.contains("No tour passes the filter") && $0.contains("Hub") == first.contains("Hub")
        }

        try await terminal.press("l")
        try await terminal.screen("the lock") { $0.contains("locked") && $0.contains("1*") }
        try await terminal.press("u")
        try await terminal.screen("the undo") { $0.contains("taken back") && !$0.contains("1*") }
        try await terminal.type(":dance")
        try await terminal.screen("a sentence") { $0.contains("'dance' is no command") }
        try await terminal.press("Enter")
        try await terminal.screen("the stops") { $0.contains("pickup") || $0.contains("delivery") }
        try await terminal.press("q")
        try await terminal.screen("the tours once more") { $0.contains("TOUR") }

        try await terminal.press("q")
        try await terminal.screen("the shell") { $0.contains("before-the-board") && !$0.contains("TOUR") }
        #expect(try await sttySettings(terminal, "two") == settings, "the terminal is as before")
        #expect(try await terminal.tmux("display-message", "-p", "#{alternate_on}#{cursor_flag}").contains("01"))
    }

    /// What the terminal does with keys, as `stty -g` writes it.
    private func sttySettings(_ terminal: TmuxTerminal, _ mark: String) async throws -> String {
        try await terminal.type("clear; echo before-the-board; echo \(mark)=$(stty -g)=")
        let screen = try await terminal.screen { $0.contains("\n\(mark)=") }
        return try #require(screen.split(separator: "\n").first { $0.hasPrefix("\(mark)=") }).split(separator: "=").last.map(
            String.init) ?? ""
    }
}
