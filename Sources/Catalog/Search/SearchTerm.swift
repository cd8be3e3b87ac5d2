/// What one word of a question is taken to mean.
struct SearchTerm: Hashable, Codable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case meanings = "m"
        case beginning = "b"
    }

    /// A product must have one of them: the word itself, or what it is a typing error of, or the last part of the compound that it is.
    let meanings: [String]
    /// What stood before the last part of a compound: products that have it too come first.
    let beginning: String?

    init(meanings: [String], beginning: String? = nil) {
        self.meanings = meanings
        self.beginning = beginning
    }

    init(_ word: String) { self.init(meanings: [word]) }

    /// All that speaks for a product.
    var words: [String] { meanings + (beginning.map { [$0] } ?? []) }
}
