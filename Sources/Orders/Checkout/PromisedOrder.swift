public import Catalog

/// What is about to be ordered, as whoever promises its delivery must know it. Nothing of it is stored yet.
public struct PromisedOrder: Sendable {
    public let id: OrderID
    public let request: CheckoutRequest
    /// One for each shop.
    public let parts: [Part]

    /// What one shop will pack.
    public struct Part: Sendable {
        public let shopOrderID: ShopOrderID
        public let goods: GoodsOfShop
    }
}

/// What one shop packs for one door, before it is packed.
public struct GoodsOfShop: Hashable, Sendable {
    public let shopID: ShopID
    public let weight: Grams
    public let volume: Millilitres
    /// The heaviest single piece.
    public let heaviest: Grams
    /// All that they ask of the bike.
    public let handling: Set<Handling>
    /// How long the shop takes to have it ready: its slowest line.
    public let preparationMinutes: Int

    public init(
        shopID: ShopID, weight: Grams, volume: Millilitres, heaviest: Grams, handling: Set<Handling>, preparationMinutes: Int
    ) {
        self.shopID = shopID
        self.weight = weight
        self.volume = volume
        self.heaviest = heaviest
        self.handling = handling
        self.preparationMinutes = preparationMinutes
    }

    init(shopID: ShopID, lines: [OrderLine]) {
        self.shopID = shopID
        weight = lines.map { $0.weight * $0.quantity }.total()
        volume = lines.map { $0.volume * $0.quantity }.total()
        heaviest = lines.map(\.weight).max() ?? .zero
        handling = Set(lines.map(\.handling))
        preparationMinutes = lines.map(\.preparationMinutes).max() ?? 0
    }
}

extension Cart {
    /// What each shop would have to pack; lines that are not offered any more left out.
    public var goods: [GoodsOfShop] {
        ShopOrderDraft.split(lines.filter { $0.problem != .gone }).map { GoodsOfShop(shopID: $0.shop.id, lines: $0.lines) }
    }
}
