import Foundation

/// The words of a search that count.
struct SearchWords: Hashable, Sendable {
    static let most = 8
    static let longest = 40

    /// What is so frequent that it tells nothing.
    private static let stopWords: Set<String> = [
        "am", "an", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer",
        "eines",
        "für", "fuer", "im", "in", "ins", "mit", "oder", "ohne", "um", "und", "vom", "von", "zum", "zur", "the", "and", "for",
        "of",
        "with",
    ]

    /// Runs of letters and digits, in their order. When all are stop words, they are kept.
    let words: [String]

    init(_ text: String) {
        let all = text.precomposedStringWithCanonicalMapping.split { !$0.isLetter && !$0.isNumber }.map {
            String($0.prefix(Self.longest))
        }
        let telling = all.filter { !Self.stopWords.contains($0.lowercased()) }
        words = Array((telling.isEmpty ? all : telling).prefix(Self.most))
    }

    var isEmpty: Bool { words.isEmpty }
}
