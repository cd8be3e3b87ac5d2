public import Accounts
import Database

extension Catalog {
    /// Makes the retailer with this key, or brings it up to date. Doing it twice changes nothing.
    /// - Throws: ``CatalogError/invalid(_:)`` when a value is not acceptable.
    public func upsertRetailer(_ draft: RetailerDraft) async throws -> Retailer {
        let row = try await CatalogError.explaining {
            try await database.one(
                "catalog.upsertRetailer",
                """
                INSERT INTO catalog.retailer (id, key, name, legal_name, vat_id, email, kind)
                VALUES (\(RetailerID.new()), \(draft.key), \(draft.name), \(draft.legalName), \(draft.vatID), \(draft.email), \(draft.kind))
                ON CONFLICT (key) DO UPDATE SET name = excluded.name, legal_name = excluded.legal_name, vat_id = excluded.vat_id,
                    email = excluded.email, kind = excluded.kind, updated_at = now()
                RETURNING \(Self.retailerColumns)
                """)
        }
        let retailer = try Self.retailer(row)
        if let trader = draft.trader { try await setTraderData(trader, of: retailer.id) }
        return retailer
    }

    public func retailer(_ id: RetailerID) async throws -> Retailer? {
        try await database.first("catalog.retailer", "SELECT \(Self.retailerColumns) FROM catalog.retailer WHERE id = \(id)")
            .map(Self.retailer)
    }

    public func retailer(key: String) async throws -> Retailer? {
        try await database.first(
            "catalog.retailerByKey", "SELECT \(Self.retailerColumns) FROM catalog.retailer WHERE key = \(key)"
        )
        .map(Self.retailer)
    }

    /// All retailers, by name.
    public func retailers() async throws -> [Retailer] {
        try await database.query("catalog.retailers", "SELECT \(Self.retailerColumns) FROM catalog.retailer ORDER BY name, id")
            .map(Self.retailer)
    }

    private static var retailerColumns: SQL { "id, key, name, legal_name, vat_id, email, kind" }

    private static func retailer(_ row: Row) throws -> Retailer {
        let (id, key, name, legalName, vatID, email, kind) = try row.decode(
            RetailerID.self, String.self, String.self, String.self, String?.self, String?.self, Retailer.Kind.self)
        return Retailer(id: id, key: key, name: name, legalName: legalName, vatID: vatID, email: email, kind: kind)
    }
}
