import Accounts
import Foundation

/// Where a page ends: the last product's place in the order of the list. Paging by it stays right while products come and go.
struct PageCursor: Codable, Hashable, Sendable {
    enum CodingKeys: String, CodingKey {
        case reading = "r"
        case sort = "s"
        case key = "k"
        case id = "i"
    }

    /// How the list was made; the pages that follow are made in the same way.
    let reading: SearchReading
    let sort: ProductQuery.Sort
    /// The last product's sort key as text; empty when the id alone is the key.
    let key: String
    let id: ProductID

    /// Opaque to the outside; base64url of JSON.
    var text: String {
        // Encoding strings cannot fail.
        (try? JSONEncoder().encode(self)).map { Base64URL.encode($0) } ?? ""
    }

    init(reading: SearchReading, sort: ProductQuery.Sort, key: String, id: ProductID) {
        self.reading = reading
        self.sort = sort
        self.key = key
        self.id = id
    }

    /// - Throws: ``CatalogError/invalidCursor`` when it was not made by a list of these words sorted like this.
    init(_ text: String, sort: ProductQuery.Sort, words: SearchWords) throws(CatalogError) {
        guard let bytes = Base64URL.decode(text), let cursor = try? JSONDecoder().decode(PageCursor.self, from: bytes),
            cursor.sort == sort, cursor.isOf(words)
        else { throw .invalidCursor }
        self = cursor
    }

    private func isOf(_ words: SearchWords) -> Bool {
        switch reading {
        case .browse: words.isEmpty
        case .words(let own): own == words.words && !words.isEmpty
        // As many terms as there are words at the most, each with few meanings: a cursor is the caller's text.
        case .meant(let terms), .some(let terms):
            (1...max(1, words.words.count)).contains(terms.count) && !words.isEmpty
                && terms.allSatisfy { term in
                    (1...4).contains(term.words.count) && term.words.allSatisfy { $0.count <= SearchWords.longest }
                }
        }
    }
}
