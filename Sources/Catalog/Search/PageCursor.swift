import Accounts
import Foundation

/// Where a page ends: the last product's place in the order of the list. Paging by it stays right while products come and go.
struct PageCursor: Codable, Hashable, Sendable {
    /// How the list was made; the pages that follow are made in the same way.
    enum Mode: String, Codable {
        /// All products, or those that pass the filters.
        case browse = "b"
        /// Those that have the words.
        case words = "w"
        /// Nothing has the words: those that look similar.
        case similar = "s"
    }

    enum CodingKeys: String, CodingKey {
        case mode = "m"
        case sort = "s"
        case key = "k"
        case id = "i"
    }

    let mode: Mode
    let sort: ProductQuery.Sort
    /// The last product's sort key as text; empty when the id alone is the key.
    let key: String
    let id: ProductID

    /// Opaque to the outside; base64url of JSON.
    var text: String {
        // Encoding strings cannot fail.
        (try? JSONEncoder().encode(self)).map { Base64URL.encode($0) } ?? ""
    }

    init(mode: Mode, sort: ProductQuery.Sort, key: String, id: ProductID) {
        self.mode = mode
        self.sort = sort
        self.key = key
        self.id = id
    }

    /// - Throws: ``CatalogError/invalidCursor`` when it was not made by a list sorted like this.
    init(_ text: String, sort: ProductQuery.Sort) throws(CatalogError) {
        guard let bytes = Base64URL.decode(text), let cursor = try? JSONDecoder().decode(PageCursor.self, from: bytes),
            cursor.sort == sort
        else { throw .invalidCursor }
        self = cursor
    }
}
