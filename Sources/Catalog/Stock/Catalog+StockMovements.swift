public import Accounts
import Database
import Foundation

extension Catalog {
    /// Takes movements of stock from a till, each once however often it is sent: all that are good, in one transaction.
    ///
    /// A stock never falls below what shoppers have ordered: what lacks then is said in the answer.
    /// - Returns: what became of each, in their order.
    public func postStock(
        _ postings: [StockPosting], of retailer: RetailerID, by account: AccountID? = nil
    ) async throws -> [PostedStock] {
        let shops = try await shops(of: retailer)
        return try await database.transaction("catalog.postStock") { transaction in
            var answers: [Int: PostedStock] = [:]
            var pending: [(index: Int, posting: StockPosting, product: ProductID)] = []
            for (index, posting) in postings.enumerated() {
                switch try await find(posting, shops, in: transaction) {
                case .success(let product): pending.append((index, posting, product))
                case .failure(let refusal):
                    answers[index] = PostedStock(key: posting.key, state: .refused, fault: refusal.fault, stock: nil, lacking: 0)
                }
            }
            // Stock in the order of product ids, as everywhere; those of one product in the order they came.
            pending.sort { ($0.product, $0.index) < ($1.product, $1.index) }
            for (index, posting, product) in pending {
                answers[index] = try await post(posting, of: product, retailer, account, in: transaction)
            }
            return postings.indices.compactMap { answers[$0] }
        }
    }

    private struct Refusal: Error {
        let fault: PostedStock.Fault
    }

    private func find(
        _ posting: StockPosting, _ shops: [Shop], in transaction: Transaction
    ) async throws -> Result<ProductID, Refusal> {
        guard (1...100).contains(posting.key.unicodeScalars.count) else { return .failure(Refusal(fault: .keyOutOfRange)) }
        guard StockPosting.quantities.contains(posting.quantity) else { return .failure(Refusal(fault: .quantityOutOfRange)) }
        let shop = posting.shop == nil && shops.count == 1 ? shops.first : shops.first { $0.key == posting.shop }
        guard let shop else { return .failure(Refusal(fault: .unknownShop)) }
        let row = try await transaction.first(
            "catalog.findPosted", "SELECT id FROM catalog.product WHERE shop_id = \(shop.id) AND sku = \(posting.sku)")
        guard let row else { return .failure(Refusal(fault: .unknownProduct)) }
        return .success(try row.decode(ProductID.self))
    }

    private func post(
        _ posting: StockPosting, of product: ProductID, _ retailer: RetailerID, _ account: AccountID?, in transaction: Transaction
    ) async throws -> PostedStock {
        let (onHand, reserved) = try await transaction.one(
            "catalog.lockPosted", "SELECT on_hand, reserved FROM catalog.stock_level WHERE product_id = \(product) FOR UPDATE"
        ).decode(Int?.self, Int.self)
        func answer(_ state: PostedStock.State, _ fault: PostedStock.Fault? = nil, stock: Int?, lacking: Int = 0) -> PostedStock {
            PostedStock(key: posting.key, state: state, fault: fault, stock: stock, lacking: lacking)
        }
        let wanted: Int
        switch posting.kind {
        case .count: wanted = posting.quantity
        case .delivery, .sale, .loss:
            guard let onHand else { return answer(.refused, .notCounted, stock: nil) }
            wanted = posting.kind == .delivery ? onHand + posting.quantity : onHand - posting.quantity
        }
        guard wanted <= StockPosting.quantities.upperBound else { return answer(.refused, .quantityOutOfRange, stock: nil) }
        let lacking = max(0, reserved - wanted)
        // Two that come at once with one key meet here: the second waits for the first and finds its row.
        let isNew =
            try await transaction.execute(
                "catalog.keepPosting",
                """
                INSERT INTO catalog.stock_posting (retailer_id, key, product_id, kind, quantity, lacking)
                VALUES (\(retailer), \(posting.key), \(product), \(posting.kind), \(posting.quantity), \(lacking))
                ON CONFLICT (retailer_id, key) DO NOTHING
                """) == 1
        guard isNew else {
            let (before, kind, quantity, lacked) = try await transaction.one(
                "catalog.postedBefore",
                """
                SELECT product_id, kind, quantity, lacking FROM catalog.stock_posting
                WHERE retailer_id = \(retailer) AND key = \(posting.key)
                """
            ).decode(ProductID.self, StockPosting.Kind.self, Int.self, Int.self)
            guard before == product, kind == posting.kind, quantity == posting.quantity else {
                return answer(.refused, .keyReused, stock: nil)
            }
            return answer(.repeated, stock: onHand.map { $0 - reserved }, lacking: lacked)
        }
        let reason = posting.kind == .sale ? "till-sale" : posting.kind.rawValue
        try await transaction.execute(
            "catalog.moveStock",
            """
            UPDATE catalog.stock_level SET on_hand = \(max(wanted, reserved)), reason = \(reason), account_id = \(account),
                reference = \(posting.key), updated_at = now()
            WHERE product_id = \(product)
            """)
        return answer(.applied, stock: max(wanted, reserved) - reserved, lacking: lacking)
    }

    /// A product's movements, the newest first; nil when the product is not the retailer's.
    /// - Parameter before: goes on with those before this one.
    public func stockMovements(
        of product: ProductID, of retailer: RetailerID, limit: Int = 50, before: Int? = nil
    ) async throws -> [StockMovement]? {
        guard try await self.product(product, of: retailer) != nil else { return nil }
        return try await database.query(
            "catalog.stockMovements",
            """
            SELECT id, at, reason, on_hand_change, reserved_change, on_hand, reserved, account_id, reference
            FROM catalog.stock_movement WHERE product_id = \(product) AND id < \(before ?? Int.max) ORDER BY id DESC LIMIT \(limit)
            """
        ).decode(
            Int.self, Date.self, String.self, Int?.self, Int.self, Int?.self, Int.self, UUID?.self, String?.self
        ).map {
            StockMovement(
                id: $0.0, at: $0.1, reason: $0.2, onHandChange: $0.3, reservedChange: $0.4, onHand: $0.5, reserved: $0.6,
                accountID: $0.7, reference: $0.8)
        }
    }
}
