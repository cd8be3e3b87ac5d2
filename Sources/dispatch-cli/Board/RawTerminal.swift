import Foundation
import Glibc

/// The terminal while a full-screen program has it: each key at once, nothing echoed, the screen given back as it was.
struct RawTerminal: Sendable {
    private let saved: termios

    /// - Throws: ``Failure`` where there is no terminal.
    init() throws {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else {
            throw Failure.badInput("The board needs a terminal; in a pipe use: dispatch-cli tours")
        }
        saved = settings
        cfmakeraw(&settings)
        // Reading waits for a tenth of a second at most.
        withUnsafeMutableBytes(of: &settings.c_cc) { bytes in
            bytes[Int(VMIN)] = 0
            bytes[Int(VTIME)] = 1
        }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        Output.standardOutput.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    func restore() {
        Output.standardOutput.write("\u{1B}[?25h\u{1B}[?1049l")
        var settings = saved
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    /// What has been typed; empty after a tenth of a second without anything.
    func keys() -> [Key] {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        return count > 0 ? Key.parse(Array(buffer.prefix(count))) : []
    }

    /// Columns and rows.
    var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Shows lines in place of those before, in one go, so that it does not flicker.
    /// - Parameter old: what the screen shows; `nil`: all is drawn.
    func draw(_ lines: [String], over old: [String]?) {
        let update = ScreenUpdate.text(from: old, to: lines)
        if !update.isEmpty { Output.standardOutput.write(update) }
    }
}
