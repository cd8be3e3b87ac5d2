import Accounts
import Catalog
public import Database
public import Foundation

/// What a checkout gives.
public struct CheckoutResult: Sendable {
    public let order: Order
    /// The order had been placed by an earlier request with the same key.
    public let isRepeated: Bool
}

extension Orders {
    /// Turns a cart into an order, in one transaction: stock is reserved, the order and its shop orders are written, the cart is closed and
    /// ``OrdersTopic/placed`` is published; or nothing of it happens.
    ///
    /// A request that is sent again with the same key and body, also at the same time, gets the same order.
    ///
    /// - Parameters:
    ///   - key: chosen by the client, 1 to 255 characters; it belongs to this cart.
    ///   - heedsHours: whether restaurants take it only while they are open, and products only for their hours; a sample day's orders come
    ///     at any time.
    ///   - promise: called inside the transaction when a new order is about to be placed, to find the address and take the delivery window.
    ///     It may run again when the transaction is retried, and what it throws is thrown by the checkout.
    /// - Throws: ``CheckoutProblem``, or what `promise` throws.
    public func checkout(
        _ cart: CartID, key: String, request: CheckoutRequest, at now: Date = Date(), heedsHours: Bool = true,
        promise: @Sendable (_ order: PromisedOrder, _ transaction: Transaction) async throws -> DeliveryPromise
    ) async throws -> CheckoutResult {
        try await database.transaction("orders.checkout") { transaction in
            try await checkout(
                cart, key: key, request: request, at: now, heedsHours: heedsHours, in: transaction, promise: promise)
        }
    }

    /// The checkout as a part of a transaction.
    func checkout(
        _ cart: CartID, key: String, request: CheckoutRequest, at now: Date, heedsHours: Bool = true, in transaction: Transaction,
        promise: (_ order: PromisedOrder, _ transaction: Transaction) async throws -> DeliveryPromise
    ) async throws -> CheckoutResult {
        guard (1...255).contains(key.unicodeScalars.count) else { throw CheckoutProblem.invalidKey }
        let request = request.normalised()

        let id = OrderID.new()
        switch try await claim(key, of: cart, fingerprint: try request.fingerprint(), for: id, at: now, in: transaction) {
        case .answered(let earlier):
            return CheckoutResult(order: try await order(earlier, in: transaction), isRepeated: true)
        case .new:
            let lines = try await linesToOrder(of: cart, at: now, heedsHours: heedsHours, in: transaction)
            var shopOrders = ShopOrderDraft.split(lines)
            let shops = try await setPickUps(request.pickUp, of: &shopOrders, at: now, in: transaction)
            let delivered = shopOrders.filter { $0.fulfilment == .delivery }
            let invalid = request.invalidFields(isDelivered: !delivered.isEmpty)
            guard invalid.isEmpty else { throw CheckoutProblem.invalid(invalid) }
            // The stock before the window: a day's windows are taken one after the other, so nobody holds that up while waiting for goods.
            try await reserve(shopOrders, in: transaction)
            let agreed: DeliveryPromise
            if let fetched = DeliveryPromise(fetching: shopOrders, from: shops) {
                agreed = fetched
            } else {
                agreed = try await promise(
                    PromisedOrder(
                        id: id, request: request, parts: delivered.map { .init(shopOrderID: $0.id, goods: $0.goods) }),
                    transaction)
            }
            if heedsHours { try checkHours(of: lines, shopOrders, delivery: agreed.start) }
            let goods = shopOrders.map(\.totals.goods).total()
            try await insert(
                OrderDraft(
                    id: id, cart: cart, placedAt: now, promise: agreed, payment: request.payment,
                    contact: Contact(recipient: request.recipient, address: request.address),
                    deliveryFee: delivered.isEmpty
                        ? VATShare(rate: deliveryFee.rate, containedIn: .zero) : deliveryFee.share(forGoods: goods),
                    shopOrders: shopOrders, pickUpCode: delivered.count == shopOrders.count ? nil : .random()),
                in: transaction)
            try await transaction.execute("orders.closeCart", "UPDATE orders.cart SET order_id = \(id) WHERE id = \(cart)")
            try await Outbox.publish(
                topic: OrdersTopic.placed, payload: OrderPlaced(orderID: id, shopOrderIDs: shopOrders.map(\.id)), in: transaction)
            return CheckoutResult(order: try await order(id, in: transaction), isRepeated: false)
        }
    }

    /// Notes which parts are fetched, and when they can be.
    /// - Returns: the shops from which something is fetched.
    private func setPickUps(
        _ chosen: [ShopID], of shopOrders: inout [ShopOrderDraft], at now: Date, in transaction: Transaction
    ) async throws -> [ShopID: Shop] {
        let shops = try await catalog.shops(Set(chosen), in: transaction)
        for index in shopOrders.indices where chosen.contains(shopOrders[index].shop.id) {
            let draft = shopOrders[index]
            let time = PickUpTime(
                hours: shops[draft.shop.id]?.openingHours, preparationMinutes: draft.goods.preparationMinutes, orderedAt: now)
            guard let time else {
                throw CheckoutProblem.invalid([
                    .init(
                        field: "pickUp",
                        detail: "\(draft.shop.name) öffnet in den nächsten Tagen nicht; dort lässt sich nichts abholen.")
                ])
            }
            shopOrders[index].pickUp = time
        }
        return shops
    }

    /// Refuses what is not served when its delivery window begins, or when it could be fetched.
    private func checkHours(of lines: [CartLine], _ shopOrders: [ShopOrderDraft], delivery start: Date) throws {
        let fetched = Dictionary(uniqueKeysWithValues: shopOrders.map { ($0.shop.id, $0.pickUp?.from) })
        for line in lines {
            let pickUp = fetched[line.product.shop.id] ?? nil
            guard !line.isServed(at: pickUp ?? start) else { continue }
            throw CheckoutProblem.invalid([.init(field: pickUp == nil ? "window" : "pickUp", detail: line.hoursSentence)])
        }
    }

    /// The lines of a cart that is about to be ordered, with their products as they are now. The cart is locked until the transaction ends.
    private func linesToOrder(
        of cart: CartID, at now: Date, heedsHours: Bool, in transaction: Transaction
    ) async throws -> [CartLine] {
        let row = try await transaction.first(
            "orders.lockCart", "SELECT order_id FROM orders.cart WHERE id = \(cart) AND expires_at > \(now) FOR UPDATE")
        guard let row else { throw CheckoutProblem.noSuchCart }
        if let order = try row.decode("order_id", as: OrderID?.self) {
            throw CheckoutProblem.cartClosed(try await closedCart(by: order, in: transaction))
        }
        let stored = try await cartLines(of: cart, in: transaction)
        guard !stored.isEmpty else { throw CheckoutProblem.emptyCart }
        let products = try await catalog.products(Set(stored.map(\.product)), in: transaction)

        var lines: [CartLine] = []
        var problems: [ProductID: CartLineProblem] = [:]
        for line in stored {
            if let product = products[line.product] {
                let line = line.line(of: product, among: stored)
                lines.append(line)
                if let problem = line.problem { problems[product.id] = problem }
            } else {
                problems[line.product] = .gone
            }
        }
        guard problems.isEmpty else { throw CheckoutProblem.lines(problems) }
        let shops = try await catalog.shops(Set(lines.map(\.product.shop.id)), in: transaction)
        let shortfalls = MinimumOrderShortfall.all(in: lines, shops: shops)
        guard shortfalls.isEmpty else { throw CheckoutProblem.belowMinimum(shortfalls) }
        let closures = heedsHours ? RestaurantClosure.all(in: lines, shops: shops, at: now) : []
        guard closures.isEmpty else { throw CheckoutProblem.closed(closures) }
        return lines
    }

    /// Reserves each shop order's stock under its own id. The shops come in the order of their ids and Catalog takes a shop's products in the
    /// order of theirs, so that two checkouts never wait for each other in a circle.
    private func reserve(_ shopOrders: [ShopOrderDraft], in transaction: Transaction) async throws {
        var problems: [ProductID: CartLineProblem] = [:]
        for shopOrder in shopOrders.sorted(by: { $0.shop.id < $1.shop.id }) {
            do {
                try await catalog.reserve(shopOrder.quantities, for: shopOrder.reservation, in: transaction)
            } catch let error as OutOfStock {
                for shortage in error.shortages { problems[shortage.productID] = .outOfStock(available: shortage.available) }
            }
        }
        guard problems.isEmpty else { throw CheckoutProblem.lines(problems) }
    }
}
