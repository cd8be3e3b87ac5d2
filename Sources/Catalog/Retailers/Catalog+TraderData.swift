public import Accounts
import Database
import Foundation

extension Catalog {
    /// Who a retailer is; nil when there is none.
    public func traderData(of retailer: RetailerID) async throws -> TraderData? {
        let row = try await database.first(
            "catalog.traderData", "SELECT \(Self.traderColumns) FROM catalog.retailer WHERE retailer.id = \(retailer)")
        return try row.map { row in
            let (legalName, representedBy, street, houseNumber, postcode, city, phone, email, vatID, register, complies) =
                try row.decode(
                    String.self, String.self, String.self, String.self, String.self, String.self, String.self, String.self,
                    String?.self, String?.self, Date?.self)
            return TraderData(
                legalName: legalName, representedBy: representedBy, street: street, houseNumber: houseNumber, postcode: postcode,
                city: city, phone: phone, email: email, vatID: vatID, tradeRegister: register, compliesSince: complies)
        }
    }

    /// Changes who a retailer is. As soon as nothing is missing, its shops and products are shown; when something is, they no longer are.
    /// - Throws: ``TraderDataProblem``.
    public func setTraderData(_ data: TraderData, of retailer: RetailerID) async throws {
        if let problem = data.problem() { throw problem }
        try await CatalogError.explaining {
            _ = try await database.execute(
                "catalog.setTraderData",
                """
                UPDATE catalog.retailer SET legal_name = \(data.legalName), represented_by = \(data.representedBy),
                    street = \(data.street), house_number = \(data.houseNumber), postcode = \(data.postcode), city = \(data.city),
                    phone = \(data.phone), email = \(data.email), vat_id = \(data.vatID), trade_register = \(data.tradeRegister),
                    complies_since = \(data.compliesSince), updated_at = now()
                WHERE id = \(retailer)
                """)
        }
    }

    static var traderColumns: SQL {
        """
        retailer.legal_name, retailer.represented_by, retailer.street, retailer.house_number, retailer.postcode, retailer.city,
        retailer.phone, coalesce(retailer.email, ''), retailer.vat_id, retailer.trade_register, retailer.complies_since
        """
    }
}
