/// What tells one variant of a product from the others: "Größe: M".
public struct ProductOption: Hashable, Codable, Sendable {
    public let name: String
    public let value: String

    /// So many tell the variants of one product apart, at most.
    public static let most = 6
    static let longest = 80

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Names and values in turn, as they are stored.
    static func flattened(_ options: [ProductOption]) -> [String] { options.flatMap { [$0.name, $0.value] } }

    /// - Parameter texts: names and values in turn.
    static func paired(_ texts: [String]) -> [ProductOption] {
        stride(from: 0, to: texts.count - 1, by: 2).map { ProductOption(name: texts[$0], value: texts[$0 + 1]) }
    }
}
