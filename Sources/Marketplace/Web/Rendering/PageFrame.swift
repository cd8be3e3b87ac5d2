import Accounts

/// What the layout shows around every page.
struct PageFrame: Sendable {
    /// Words in the search field.
    var query = ""
    /// How many pieces are in the cart; `nil` when it is empty.
    var cartCount: Int?
    var isSignedIn = false
    var isRetailer = false
    var isDispatcher = false
    var isRider = false
    /// Something that went well.
    var notice: String?
    /// Something that did not.
    var problem: String?

    init() {}

    /// The frame for whoever calls.
    init(_ context: MarketplaceContext) {
        guard let principal = context.principal else { return }
        isSignedIn = true
        isRetailer = principal.has(.retailer)
        isDispatcher = principal.has(.dispatcher) || principal.has(.operator)
        isRider = principal.has(.rider)
    }
}
