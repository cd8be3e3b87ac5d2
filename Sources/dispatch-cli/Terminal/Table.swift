import Foundation

/// Rows under headings: aligned and coloured for a person, tab-separated and complete for a pipe.
struct Table: Sendable {
    struct Column: Sendable {
        var heading: String
        var alignment: Alignment = .left
        /// The first to be shortened when the terminal is too narrow.
        var mayShrink = false

        static func left(_ heading: String) -> Column { Column(heading: heading) }
        static func right(_ heading: String) -> Column { Column(heading: heading, alignment: .right) }
        static func text(_ heading: String) -> Column { Column(heading: heading, mayShrink: true) }
    }

    enum Alignment: Sendable { case left, right }

    struct Cell: Sendable, ExpressibleByStringInterpolation {
        var text: String
        var style: Style

        init(_ text: String, _ style: Style = .plain) {
            // A control character in data must not steer the terminal.
            self.text = String(
                String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
            self.style = style
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    var columns: [Column]
    var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func append(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells)
    }

    /// The table as text, every line ended.
    /// - Parameter width: the terminal's columns; `nil` for a pipe: tabs, nothing shortened, no colours.
    func rendered(width: Int?, colours: Bool) -> String {
        guard let width else {
            let lines = [columns.map(\.heading)] + rows.map { $0.map(\.text) }
            return lines.map { $0.joined(separator: "\t") + "\n" }.joined()
        }
        let widths = columnWidths(fitting: width)
        var text = ""
        let headings = columns.indices.map { pad(columns[$0].heading, to: widths[$0], columns[$0].alignment) }
        text += Style.bold.apply(headings.joined(separator: "  ").trimmingTrailingSpaces(), colours: colours) + "\n"
        for row in rows {
            var line = ""
            for (index, cell) in row.enumerated() {
                let isLast = index == row.count - 1
                let shortened = shorten(cell.text, to: widths[index])
                let padded = pad(
                    shortened, to: isLast && columns[index].alignment == .left ? 0 : widths[index], columns[index].alignment)
                line += cell.style.apply(padded, colours: colours) + (isLast ? "" : "  ")
            }
            text += line.trimmingTrailingSpaces() + "\n"
        }
        return text
    }

    func write(to output: Output) {
        output.write(rendered(width: output.isTerminal ? output.width : nil, colours: output.hasColours))
    }

    private func columnWidths(fitting width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            max(displayWidth(columns[index].heading), rows.map { displayWidth($0[index].text) }.max() ?? 0)
        }
        let shrinkable = columns.indices.filter { columns[$0].mayShrink }
        func excess() -> Int { widths.reduce(0, +) + 2 * (columns.count - 1) - width }
        while excess() > 0, let widest = shrinkable.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 {
            widths[widest] -= min(excess(), widths[widest] - 8, max(1, widths[widest] / 8))
        }
        return widths
    }

    private func shorten(_ text: String, to width: Int) -> String {
        guard displayWidth(text) > width, width > 1 else { return text }
        var result = ""
        var used = 0
        for character in text {
            let next = displayWidth(String(character))
            guard used + next <= width - 1 else { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }

    private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let space = String(repeating: " ", count: max(0, width - displayWidth(text)))
        return alignment == .left ? text + space : space + text
    }
}

/// Columns a text takes on a terminal: two for East Asian wide characters and emoji, one for the rest.
func displayWidth(_ text: String) -> Int {
    text.reduce(0) { sum, character in
        guard let scalar = character.unicodeScalars.first else { return sum }
        let isWide =
            scalar.properties.isEmojiPresentation || (0x1100...0x115F).contains(scalar.value)
            || (0x2E80...0xA4CF).contains(scalar.value)
            || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
            || (0xFF00...0xFF60).contains(scalar.value)
        return sum + (isWide ? 2 : 1)
    }
}

extension String {
    fileprivate func trimmingTrailingSpaces() -> String {
        var end = endIndex
        while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
        return String(self[..<end])
    }
}
