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
    /// The whole text in lower case where it may be a product's number with signs in it ("KRE-1017"), whose parts are no words.
    let number: String?

    init(_ text: String) {
        let text = text.precomposedStringWithCanonicalMapping
        let all = text.split { !$0.isLetter && !$0.isNumber }.map { String($0.prefix(Self.longest)) }
        let telling = all.filter { !Self.stopWords.contains($0.lowercased()) }
        words = Array((telling.isEmpty ? all : telling).prefix(Self.most))
        let bare = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let mayBeNumber =
            all.count > 1 && bare.count <= SKU.longest && !bare.contains(where: \.isWhitespace)
            && bare.contains(where: \.isNumber)
        number = mayBeNumber ? bare.lowercased() : nil
    }

    var isEmpty: Bool { words.isEmpty }
}
