import Foundation

/// One event of a stream that a service sends, as the HTML standard has it ("9.2 Server-sent events").
struct ServerSentEvent: Hashable, Sendable {
    var name: String
    var data: String
}

/// Puts events together from the pieces in which they arrive.
struct ServerSentEventReader: Sendable {
    private var rest = Data()
    private var name = ""
    private var lines: [String] = []

    /// - Returns: the events that are complete with this piece.
    mutating func take(_ piece: Data) -> [ServerSentEvent] {
        rest.append(piece)
        var events: [ServerSentEvent] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
            rest = Data(rest[rest.index(after: end)...])
            if line.hasSuffix("\r") { line.removeLast() }
            if let event = read(line) { events.append(event) }
        }
        return events
    }

    private mutating func read(_ line: String) -> ServerSentEvent? {
        guard !line.isEmpty else {
            defer { (name, lines) = ("", []) }
            return lines.isEmpty
                ? nil : ServerSentEvent(name: name.isEmpty ? "message" : name, data: lines.joined(separator: "\n"))
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "event": name = value
        case "data": lines.append(value)
        default: break
        }
        return nil
    }
}
