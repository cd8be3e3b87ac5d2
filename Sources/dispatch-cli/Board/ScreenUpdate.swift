/// What a terminal must be sent so that it shows new lines in place of old ones. Pure.
enum ScreenUpdate {
    /// Wrapped so that the terminal shows all of it at once (synchronized output, mode 2026; others take no notice of it).
    ///
    /// - Parameter old: what the screen shows; `nil`: nothing is known, all lines are sent.
    /// - Returns: empty when nothing changes.
    static func text(from old: [String]?, to new: [String]) -> String {
        guard let old, old.count == new.count else {
            return wrapped("\u{1B}[H" + new.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
        }
        var changes = ""
        for (row, line) in new.enumerated() where line != old[row] { changes += "\u{1B}[\(row + 1);1H\(line)\u{1B}[K" }
        return changes.isEmpty ? "" : wrapped(changes)
    }

    private static func wrapped(_ text: String) -> String { "\u{1B}[?2026h\(text)\u{1B}[?2026l" }
}
