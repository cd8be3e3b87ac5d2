/// How a piece of text stands out on a terminal.
enum Style: String, Sendable {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case good = "32"
    case warning = "33"
    case bad = "31"
    case accent = "36"

    func apply(_ text: String, colours: Bool) -> String {
        self == .plain || !colours || text.isEmpty ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }

    /// The colour of a state, the same in every table.
    init(state: String) {
        switch state {
        case "delivered", "done", "current", "ready": self = .good
        case "underway", "arrived", "running", "planned": self = .accent
        case "waiting", "queued", "open": self = .warning
        case "failed", "cancelled", "rejected", "returned": self = .bad
        default: self = .plain
        }
    }
}
