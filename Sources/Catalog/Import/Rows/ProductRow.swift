import Foundation

/// One row of a catalog, read and found good. What the file does not say holds the value a new product gets.
struct ProductRow: Hashable, Sendable {
    var line: Int
    var shopID: ShopID
    var sku = ""
    /// Nil: that of the group (``parentKey``), or the file is one of stocks and prices.
    var title: String?
    /// Nil: as for the title.
    var price: Int?
    /// Nil: that of the group.
    var vat: Int? = 19
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
    var moreImages: [String] = []
    var preparationMinutes: Int?
    var active = true
    var strikePrice: Int?
    var deposit = 0
    var content: Content?
    var ingredients: String?
    /// Nil: not declared.
    var allergens: [Allergen]?
    var minimumAge: MinimumAge?
    var manufacturer: String?
    var manufacturerContact: String?
    var energyClass: EnergyClass?
    var variantGroup: String?
    var options: [ProductOption] = []
    var choices = ProductChoices.none
    var availableHours: OpeningHours?
    var reusableDeposit: Int?

    /// The row in the same file, before or after, from which this one takes what it does not say.
    var parentKey: String?
    /// What rows that take from this one call it.
    var groupKeys: [String] = []
    /// Only there for others to take from; nothing that is sold.
    var isContainer = false
}
