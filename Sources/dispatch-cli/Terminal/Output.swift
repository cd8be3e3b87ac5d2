import Foundation
import Glibc

/// A stream the terminal writes to, and what it can show.
struct Output: Sendable {
    private let descriptor: Int32

    static let standardOutput = Output(descriptor: STDOUT_FILENO)
    static let standardError = Output(descriptor: STDERR_FILENO)

    /// Whether a person looks at it.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether to use colours: on a terminal that knows them, unless NO_COLOR is set (https://no-color.org).
    var hasColours: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Columns of the terminal; 80 where that is not known.
    var width: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                // The reader has gone (`| head`): there is nobody left to tell.
                exit(0)
            }
            bytes = bytes.dropFirst(written)
        }
    }

    func line(_ text: String = "") { write(text + "\n") }

    func json(_ data: Data) {
        let object = try? JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
        let pretty = object.flatMap {
            try? JSONSerialization.data(
                withJSONObject: $0, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
        }
        line(String(decoding: pretty ?? data, as: UTF8.self))
    }

    func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        json(try encoder.encode(value))
    }
}
