/// What a shopper decides about a product: its size, its extras.
public struct ChoiceGroup: Hashable, Codable, Sendable {
    /// One of the things to choose from.
    public struct Choice: Hashable, Codable, Sendable {
        public let name: String
        /// What it costs beside the product's price, gross, with the product's VAT; zero: nothing.
        public let priceCents: Cents

        public init(name: String, priceCents: Cents = .zero) {
            self.name = name
            self.priceCents = priceCents
        }
    }

    /// Unique within the product.
    public let name: String
    /// So many must be chosen; zero: it may be left out.
    public let minimum: Int
    /// No more may be; at least 1.
    public let maximum: Int
    /// At least ``maximum`` of them, each by a name of its own.
    public let choices: [Choice]

    /// Whether one of them must be chosen.
    public var isRequired: Bool { minimum > 0 }

    /// The least that must be paid for it beside the price.
    public var leastPrice: Cents { choices.map(\.priceCents).sorted().prefix(minimum).total() }

    public func choice(named name: String) -> Choice? { choices.first { $0.name == name } }
}
