/// One line that shows how far long work is. Redrawn in place on a terminal, silent in a pipe.
struct ProgressBar {
    let output: Output
    private var isShown = false

    init(output: Output = .standardError) { self.output = output }

    /// - Parameter fraction: 0…1.
    mutating func show(fraction: Double, label: String) {
        guard output.isTerminal else { return }
        output.write("\r\u{1B}[2K" + Self.line(fraction: fraction, label: label, width: output.width, colours: output.hasColours))
        isShown = true
    }

    /// Takes the line away again.
    mutating func clear() {
        guard isShown else { return }
        output.write("\r\u{1B}[2K")
        isShown = false
    }

    /// The bar with its label, no wider than `width`.
    static func line(fraction: Double, label: String, width: Int, colours: Bool) -> String {
        let fraction = min(max(fraction, 0), 1)
        let cells = max(10, min(30, width / 3))
        let filled = Int((fraction * Double(cells)).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
        let percent = "\(Int((fraction * 100).rounded(.down)))%"
        let space = max(0, width - cells - percent.count - 5)
        return Style.accent.apply(bar, colours: colours) + " \(percent)  " + String(label.prefix(space))
    }
}
