/// One way to read a question. The first that finds something makes the list, and its cursors say which it was.
enum SearchReading: Hashable, Codable, Sendable {
    /// No words: everything that passes the filters.
    case browse
    /// The words as they are; all of them.
    case words([String])
    /// Typing errors mended and compounds taken apart; all of the terms.
    case meant([SearchTerm])
    /// Some of the terms, those with the most first.
    case some([SearchTerm])

    var terms: [SearchTerm] {
        switch self {
        case .browse: []
        case .words(let words): words.map { SearchTerm($0) }
        case .meant(let terms), .some(let terms): terms
        }
    }

    /// The words that were searched for in place of those asked for; nil when they are the same.
    var understoodAs: [String]? {
        switch self {
        case .browse, .words: nil
        case .meant(let terms), .some(let terms): terms.compactMap(\.meanings.first)
        }
    }
}
