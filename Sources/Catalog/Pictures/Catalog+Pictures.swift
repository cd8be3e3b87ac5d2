public import Accounts
import Database

/// Pictures: each kept once, in three widths. Products have what was uploaded for them, else what is at the address that their file names.
extension Catalog {
    /// Keeps a picture. The same one again is the one that is there.
    /// - Parameter files: one for each of ``Picture/sizes``, the widest last.
    /// - Returns: its name; nil when there are no files.
    public func keepPicture(_ files: [PictureFile]) async throws -> PictureID? {
        guard let widest = files.last else { return nil }
        return try await database.transaction("catalog.keepPicture") { transaction in
            let id = try await transaction.one(
                "catalog.insertPicture",
                """
                WITH kept AS (
                    INSERT INTO catalog.picture (id, width, height)
                    VALUES (encode(sha256(\(widest.jpeg)), 'hex'), \(widest.width), \(widest.height))
                    ON CONFLICT (id) DO UPDATE SET created_at = now() RETURNING id
                ) SELECT id FROM kept
                """
            ).decode(PictureID.self)
            for file in files {
                try await transaction.execute(
                    "catalog.insertRendition",
                    """
                    INSERT INTO catalog.picture_rendition (picture_id, size, jpeg) VALUES (\(id), \(file.size), \(file.jpeg))
                    ON CONFLICT (picture_id, size) DO NOTHING
                    """)
            }
            return id
        }
    }

    /// The JPEG of a picture in one of ``Picture/sizes``; nil when there is none.
    public func pictureFile(_ id: PictureID, size: Int) async throws -> [UInt8]? {
        try await database.first(
            "catalog.pictureFile", "SELECT jpeg FROM catalog.picture_rendition WHERE picture_id = \(id) AND size = \(size)"
        )?.decode([UInt8].self)
    }

    /// The pictures that are here of what is at these addresses, in their order.
    public func pictures(at addresses: [String]) async throws -> [Picture] {
        guard !addresses.isEmpty else { return [] }
        return try await database.query(
            "catalog.picturesAt",
            """
            SELECT picture.id, picture.width, picture.height
            FROM unnest(\(addresses)) WITH ORDINALITY AS named (address, place)
            JOIN catalog.picture_source AS source ON source.digest = md5(named.address)
            JOIN catalog.picture ON picture.id = source.picture_id ORDER BY named.place
            """
        ).compactMap {
            let (id, width, height) = try $0.decode(PictureID.self, Int.self, Int.self)
            return Picture(id, width, height)
        }
    }

    /// Gives one of a retailer's products a picture that was uploaded for it, or takes that away again.
    /// - Returns: the product as it is now; nil when it is not theirs.
    public func setPicture(_ picture: PictureID?, of id: ProductID, _ retailer: RetailerID) async throws -> Product? {
        try await database.execute(
            "catalog.setPicture",
            """
            UPDATE catalog.product SET picture_id = \(picture), updated_at = now()
            WHERE id = \(id) AND retailer_id = \(retailer) AND picture_id IS DISTINCT FROM \(picture)
            """)
        return try await product(id, of: retailer)
    }

    /// One of a retailer's products by its number in a shop; nil when there is none.
    public func productID(_ sku: SKU, in shop: ShopID, of retailer: RetailerID) async throws -> ProductID? {
        try await database.first(
            "catalog.productBySKU",
            "SELECT id FROM catalog.product WHERE shop_id = \(shop) AND sku = \(sku) AND retailer_id = \(retailer)"
        )?.decode(ProductID.self)
    }

    /// Gives a shop its logo, or takes it away.
    /// - Returns: the shop as it is now; nil when it is not theirs.
    public func setLogo(_ picture: PictureID?, of id: ShopID, _ retailer: RetailerID) async throws -> Shop? {
        let changed = try await database.execute(
            "catalog.setLogo",
            "UPDATE catalog.shop SET logo_id = \(picture), updated_at = now() WHERE id = \(id) AND retailer_id = \(retailer)")
        return changed == 1 ? try await shop(id) : nil
    }

    /// Deletes pictures that nobody names any more, a week after they came, and addresses that no product names.
    public func removeUnusedPictures() async throws {
        try await database.execute(
            "catalog.removeSources",
            """
            DELETE FROM catalog.picture_source WHERE created_at < now() - interval '7 days' AND address NOT IN (
                SELECT address FROM catalog.product, unnest(array_append(more_images, image_url)) AS address
                WHERE address IS NOT NULL)
            """)
        try await database.execute(
            "catalog.removePictures",
            """
            DELETE FROM catalog.picture WHERE created_at < now() - interval '7 days'
                AND NOT EXISTS (SELECT FROM catalog.picture_source WHERE picture_id = picture.id)
                AND NOT EXISTS (SELECT FROM catalog.product WHERE picture_id = picture.id)
                AND NOT EXISTS (SELECT FROM catalog.shop WHERE logo_id = picture.id)
            """)
    }
}
