/// How much preparation a shop still has time for today.
public struct ShopReach: Hashable, Sendable {
    public let shop: ShopID
    /// What its products take that do not say it themselves, in minutes.
    public let usualMinutes: Int
    /// What a product may take at the most, in minutes.
    public let mostMinutes: Int

    public init(shop: ShopID, usualMinutes: Int, mostMinutes: Int) {
        self.shop = shop
        self.usualMinutes = usualMinutes
        self.mostMinutes = mostMinutes
    }
}
