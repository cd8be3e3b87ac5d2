public import Accounts
public import Database
import Foundation

extension Catalog {
    /// Makes the retailer's shop with this key, or brings it up to date. Doing it twice changes nothing.
    /// - Throws: ``CatalogError/keyTaken(_:)`` when another retailer's shop has the key, ``CatalogError/invalid(_:)``.
    public func upsertShop(_ draft: ShopDraft, of retailer: RetailerID) async throws -> Shop {
        let row = try await CatalogError.explaining {
            try await database.first(
                "catalog.upsertShop",
                """
                INSERT INTO catalog.shop (id, retailer_id, key, name, street, house_number, postcode, city, latitude, longitude,
                    phone, opening_hours, description, preparation_minutes, categories)
                VALUES (\(ShopID.new()), \(retailer), \(draft.key), \(draft.name), \(draft.street), \(draft.houseNumber),
                    \(draft.postcode), \(draft.city), \(draft.location.latitude), \(draft.location.longitude), \(draft.phone),
                    \(draft.openingHours), \(draft.description), \(draft.preparationMinutes), \(draft.categories))
                ON CONFLICT (key) DO UPDATE SET name = excluded.name, street = excluded.street,
                    house_number = excluded.house_number, postcode = excluded.postcode, city = excluded.city,
                    latitude = excluded.latitude, longitude = excluded.longitude, phone = excluded.phone,
                    opening_hours = excluded.opening_hours, description = excluded.description,
                    preparation_minutes = excluded.preparation_minutes, categories = excluded.categories, updated_at = now(),
                    closed_on = CASE WHEN excluded.opening_hours IS NOT NULL THEN shop.closed_on END
                WHERE shop.retailer_id = excluded.retailer_id
                RETURNING id
                """)
        }
        guard let id = try row?.decode(ShopID.self), let shop = try await shop(id) else { throw CatalogError.keyTaken(draft.key) }
        return shop
    }

    /// All shops, by name.
    public func shops() async throws -> [Shop] {
        try await database.query("catalog.shops", "\(Self.selectShops) ORDER BY shop.name, shop.id").map(Self.shop)
    }

    /// One retailer's shops, by name.
    public func shops(of retailer: RetailerID) async throws -> [Shop] {
        try await database.query(
            "catalog.shopsOfRetailer", "\(Self.selectShops) WHERE shop.retailer_id = \(retailer) ORDER BY shop.name, shop.id"
        ).map(Self.shop)
    }

    public func shop(_ id: ShopID) async throws -> Shop? {
        try await database.first("catalog.shop", "\(Self.selectShops) WHERE shop.id = \(id)").map(Self.shop)
    }

    public func shop(key: String) async throws -> Shop? {
        try await database.first("catalog.shopByKey", "\(Self.selectShops) WHERE shop.key = \(key)").map(Self.shop)
    }

    /// The shops with these ids; what is not there is left out.
    /// - Parameter queryable: a transaction in which to read; by itself when nil.
    public func shops(_ ids: Set<ShopID>, in queryable: (any Queryable)? = nil) async throws -> [ShopID: Shop] {
        guard !ids.isEmpty else { return [:] }
        let shops = try await (queryable ?? database).query(
            "catalog.shopsByID", "\(Self.selectShops) WHERE shop.id = ANY (\(Array(ids)))"
        ).map(Self.shop)
        return Dictionary(uniqueKeysWithValues: shops.map { ($0.id, $0) })
    }

    private static var selectShops: SQL {
        """
        SELECT shop.id, shop.key, retailer.id, retailer.name, retailer.kind, shop.name, shop.street, shop.house_number,
            shop.postcode, shop.city, latitude, longitude, shop.phone, opening_hours, description, preparation_minutes, categories,
            minimum_order_cents, CASE WHEN rush_until > now() THEN rush_minutes END, rush_until, closed_on,
            exception.days, exception.hours, exception.notes, retailer.missing_trader_facts,
            logo.id, logo.width, logo.height
        FROM catalog.shop JOIN catalog.retailer ON retailer.id = shop.retailer_id
        LEFT JOIN catalog.picture AS logo ON logo.id = shop.logo_id
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(day ORDER BY day), '{}') AS days, coalesce(array_agg(hours ORDER BY day), '{}') AS hours,
                coalesce(array_agg(note ORDER BY day), '{}') AS notes
            FROM catalog.shop_exception WHERE shop_id = shop.id AND day >= current_date - 2
        ) AS exception
        """
    }

    private static func shop(_ row: Row) throws -> Shop {
        let (
            id, key, retailerID, retailerName, kind, name, street, houseNumber, postcode, city, latitude, longitude, phone,
            openingHours, description, preparationMinutes, categories, minimumOrder, rushMinutes, rushUntil, closedOn,
            days, dayHours, notes, missing, logoID, logoWidth, logoHeight
        ) = try row.decode(
            ShopID.self, String.self, RetailerID.self, String.self, Retailer.Kind.self, String.self, String.self, String.self,
            String.self, String.self, Double.self, Double.self, String?.self, OpeningHours?.self, String.self, Int.self,
            [String].self, Cents.self, Int?.self, Date?.self, CalendarDay?.self, [CalendarDay].self,
            [String].self, [String].self, [TraderFact].self, PictureID?.self, Int?.self, Int?.self)
        guard let location = GeoPoint(latitude: latitude, longitude: longitude) else {
            throw CatalogError.invalid("location of shop \(key)")
        }
        var rush: ShopSettings.Rush?
        if let rushMinutes, let rushUntil { rush = ShopSettings.Rush(minutes: rushMinutes, until: rushUntil) }
        let exceptions = try zip(days, zip(dayHours, notes)).map { day, said in
            try ShopException(day: day, hours: said.0, note: said.1)
        }
        let otherDays = Dictionary(uniqueKeysWithValues: exceptions.map { ($0.day, $0.spans) })
        return Shop(
            id: id, key: key, retailer: .init(id: retailerID, name: retailerName, kind: kind), name: name, street: street,
            houseNumber: houseNumber, postcode: postcode, city: city, location: location, phone: phone,
            openingHours: openingHours?.excepting(otherDays).closed(on: closedOn), exceptions: exceptions,
            description: description, preparationMinutes: preparationMinutes, categories: categories,
            settings: ShopSettings(minimumOrder: minimumOrder, rush: rush, closedOn: closedOn),
            logo: Picture(logoID, logoWidth, logoHeight), missing: missing)
    }
}
