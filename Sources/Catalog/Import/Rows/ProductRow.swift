import Foundation

/// One row of a catalog, read and found good. A column that the file does not have holds the value a new product gets.
struct ProductRow: Hashable, Sendable {
    var line: Int
    var shopID: ShopID
    var sku = ""
    var title = ""
    var price = 0
    var vat = 19
    /// Nil: not counted.
    var stock: Int?
    var description = ""
    var gtin: String?
    var category = ""
    var weight = 0
    var volume = 0
    var handling = Handling.ambient
    var brand: String?
    var imageURL: String?
    var preparationMinutes: Int?
    var active = true
}
