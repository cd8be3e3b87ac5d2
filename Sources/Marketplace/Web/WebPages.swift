import Delivery
import Hummingbird

/// Every page for people.
struct WebPages {
    let modules: Modules
    let pages: Pages
    let isSecure: Bool

    /// - Parameter isSecure: whether browsers may send cookies over HTTPS only.
    init(_ modules: Modules, pages: Pages, isSecure: Bool) {
        self.modules = modules
        self.pages = pages
        self.isSecure = isSecure
    }

    var endpoints: [Endpoint] {
        let cart = CartCookie(orders: modules.orders, isSecure: isSecure)
        let storefront = Storefront(orders: modules.orders, delivery: modules.delivery)
        let fee = modules.deliveryFee
        return pages.staticFiles.endpoints + pages.leaflet.endpoints
            + PictureFiles(catalog: modules.catalog).endpoints
            + MapPages(streets: modules.delivery.streets).endpoints
            + StorefrontPages(
                pages: pages, catalog: modules.catalog, delivery: modules.delivery,
                productSearch: ProductSearch(catalog: modules.catalog, delivery: modules.delivery), cartCookie: cart
            ).endpoints
            + CartPages(pages: pages, orders: modules.orders, fee: fee, storefront: storefront, cartCookie: cart).endpoints
            + CheckoutPages(pages: pages, delivery: modules.delivery, fee: fee, storefront: storefront, cartCookie: cart)
            .endpoints
            + OrderPages(pages: pages, delivery: modules.delivery, storefront: storefront, cartCookie: cart).endpoints
            + CollectionPages(pages: pages, delivery: modules.delivery, storefront: storefront, cartCookie: cart).endpoints
            + AttemptPages(pages: pages, delivery: modules.delivery, storefront: storefront, cartCookie: cart).endpoints
            + SessionPages(pages: pages, accounts: modules.accounts, cartCookie: cart, isSecure: isSecure).endpoints
            + RetailerPages(
                pages: pages, catalog: modules.catalog, orders: modules.orders, delivery: modules.delivery, cartCookie: cart
            ).endpoints
            + ArticlePages(pages: pages, catalog: modules.catalog, cartCookie: cart).endpoints
            + PicturePages(pages: pages, catalog: modules.catalog, cartCookie: cart).endpoints
            + ImportPages(pages: pages, catalog: modules.catalog, cartCookie: cart).endpoints
            + TourPages(pages: pages, delivery: modules.delivery, cartCookie: cart).endpoints
            + RiderPages(pages: pages, delivery: modules.delivery, cartCookie: cart).endpoints
    }
}
