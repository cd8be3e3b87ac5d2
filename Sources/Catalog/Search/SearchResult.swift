/// A page of products, and what the words were taken to mean.
public struct SearchResult: Sendable {
    public let page: Page<Product>
    /// The words that were searched for in place of those asked for, folded; nil when they are the same.
    public let understoodAs: [String]?
}

extension SearchResult: Encodable {
    private enum CodingKeys: String, CodingKey { case understoodAs }

    public func encode(to encoder: any Encoder) throws {
        try page.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(understoodAs, forKey: .understoodAs)
    }
}
