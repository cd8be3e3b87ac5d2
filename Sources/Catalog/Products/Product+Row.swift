import Accounts
import Database
import Foundation

extension Product {
    static var columns: SQL { columns(sortKey: "NULL::text") }

    /// The columns that ``init(_:)`` reads, of `product` and what ``joins`` adds to it, and with them the `sort_key` from
    /// which a list goes on.
    static func columns(sortKey: SQL) -> SQL {
        """
        product.id, product.retailer_id, product.shop_id, shop.key, shop.name, product.sku, product.gtin, product.title,
        product.description, product.brand, product.category, product.price_cents, product.vat_percent,
        stock_level.on_hand - stock_level.reserved, product.active, product.weight_grams, product.volume_millilitres,
        product.handling,
        coalesce(product.preparation_minutes, shop.preparation_minutes)
            + CASE WHEN shop.rush_until > now() THEN shop.rush_minutes ELSE 0 END,
        product.image_url,
        greatest(product.updated_at, stock_level.updated_at), \(sortKey) AS sort_key, \(ProductFacts.columns)
        """
    }

    static var from: SQL { "catalog.product \(joins)" }

    /// What ``columns`` needs besides `product`.
    static var joins: SQL {
        """
        JOIN catalog.shop ON shop.id = product.shop_id
        JOIN catalog.stock_level ON stock_level.product_id = product.id
        LEFT JOIN catalog.picture_source ON picture_source.digest = md5(product.image_url)
        LEFT JOIN catalog.picture ON picture.id = coalesce(product.picture_id, picture_source.picture_id)
        """
    }

    /// Whether everybody may see and order it. The first half is what indexes know.
    static var isOffered: SQL { "product.active AND product.missing_facts = '{}' AND \(isShown)" }

    /// Whether its retailer's shops are shown. There are few retailers, so those that are not are looked up once a statement.
    static var isShown: SQL {
        "product.retailer_id NOT IN (SELECT hidden.id FROM catalog.retailer AS hidden WHERE hidden.missing_trader_facts <> '{}')"
    }

    /// The variants of the same group of the same shop, itself among them, in the order of their options.
    static func variants(of id: ProductID) -> SQL {
        """
        SELECT \(columns) FROM \(from) JOIN catalog.product AS this
            ON this.shop_id = product.shop_id AND this.variant_group = product.variant_group
        WHERE this.id = \(id) AND \(isOffered) ORDER BY product.options, product.id LIMIT 100
        """
    }

    init(_ row: Row) throws {
        let (
            id, retailerID, shopID, shopKey, shopName, sku, gtin, title, description, brand, category, price, vat, stock, active,
            weight, volume, handling, preparationMinutes, imageURL, updatedAt, _, options, variantGroup, moreImages, strikePrice,
            deposit,
            contentAmount, contentUnit, ingredients, allergens, minimumAge, manufacturer, manufacturerContact, energyClass,
            missing, choices, availableHours, reusableDeposit, isShown, pictureID, pictureWidth, pictureHeight,
            lowestPrice
        ) = try row.decode(
            ProductID.self, RetailerID.self, ShopID.self, String.self, String.self, SKU.self, GTIN?.self, String.self,
            String.self,
            String?.self, CategoryPath.self, Cents.self, VATRate.self, Int?.self, Bool.self, Grams.self, Millilitres.self,
            Handling.self, Int.self, String?.self, Date.self, String?.self, [String].self, String?.self, [String].self,
            Cents?.self,
            Cents.self, Int?.self, Content.Unit?.self, String?.self, [Allergen]?.self, MinimumAge?.self, String?.self,
            String?.self,
            EnergyClass?.self, [PublishRule].self, ProductChoices.self, OpeningHours?.self, Cents?.self, Bool.self,
            PictureID?.self, Int?.self, Int?.self, Cents?.self)
        var facts = ProductFacts()
        facts.options = ProductOption.paired(options)
        facts.variantGroup = variantGroup
        facts.moreImages = moreImages
        facts.strikePrice = strikePrice.flatMap { $0 > price ? $0 : nil }
        facts.lowestPrice = lowestPrice
        facts.deposit = deposit
        if let contentAmount, let contentUnit { facts.content = Content(amount: contentAmount, unit: contentUnit) }
        facts.ingredients = ingredients
        facts.allergens = allergens
        facts.minimumAge = minimumAge
        facts.manufacturer = manufacturer
        facts.manufacturerContact = manufacturerContact
        facts.energyClass = energyClass
        facts.missing = missing
        facts.choices = choices
        facts.availableHours = availableHours
        facts.reusableDeposit = reusableDeposit
        facts.isShown = isShown
        facts.picture = Picture(pictureID, pictureWidth, pictureHeight)
        self.init(
            id: id, retailerID: retailerID, shop: ShopSummary(id: shopID, key: shopKey, name: shopName), sku: sku, gtin: gtin,
            title: title, description: description, brand: brand, category: category, priceCents: price, vatPercent: vat,
            stock: stock, active: active, weightGrams: weight, volumeMillilitres: volume, handling: handling,
            preparationMinutes: preparationMinutes, imageURL: imageURL, updatedAt: updatedAt, facts: facts)
    }
}
