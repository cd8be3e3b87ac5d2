import Catalog
import Delivery
import Foundation

/// Searching, where the shops' hours and the delivery windows have a say: the API and the pages share it.
struct ProductSearch: Sendable {
    let catalog: Catalog
    let delivery: Delivery

    /// Filters that follow from the moment.
    struct Moment: OptionSet {
        let rawValue: Int
        static let openNow = Moment(rawValue: 1)
        static let deliverableToday = Moment(rawValue: 2)
    }

    func now(_ date: Date = Date()) async throws -> ShopsNow {
        async let windows = delivery.deliveryWindows()
        return ShopsNow(try await catalog.shops(), windows: try await windows, at: date)
    }

    /// The page that a question means.
    func search(_ query: ProductQuery, _ moment: Moment) async throws -> SearchResult {
        guard !moment.isEmpty else { return try await catalog.search(query) }
        return try await catalog.search(Self.limited(query, moment, try await now()))
    }

    /// The counts beside that page.
    func counts(_ query: ProductQuery, _ moment: Moment) async throws -> SearchCounts {
        let now = try await now()
        return try await catalog.counts(Self.limited(query, moment, now), open: now.open, reach: now.reach)
    }

    private static func limited(_ query: ProductQuery, _ moment: Moment, _ now: ShopsNow) -> ProductQuery {
        var query = query
        if moment.contains(.openNow) { query.openShops = now.open }
        if moment.contains(.deliverableToday) { query.reach = now.reach }
        return query
    }
}
