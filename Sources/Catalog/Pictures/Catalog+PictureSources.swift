public import Accounts
import Database
public import Foundation
import Logging

/// A picture that a retailer's products name and that could not be fetched.
public struct MissingPicture: Hashable, Sendable {
    public let productID: ProductID
    public let sku: SKU
    public let title: String
    public let address: String
    public let fault: PictureFault
    public let triedAt: Date
    /// When it is tried again; nil: not by itself.
    public let nextTry: Date?
}

/// Addresses of pictures: a queue that any number of processes work off.
extension Catalog {
    /// Told when there are new addresses.
    static let pictureChannel = "catalog_pictures"
    /// How often an address is tried that may answer later: after ten minutes, then twice as long each time.
    static let mostAttempts = 5

    /// Does `work` at once, whenever there are new addresses and at least once an interval, until the task is cancelled.
    public func onNewPictureSources(atLeastEvery interval: Duration, _ work: @Sendable () async -> Void) async {
        await database.repeating(on: Self.pictureChannel, atLeastEvery: interval) { [logger] error in
            logger.warning("pictures listen no more and rely on polling", metadata: ["error": "\(error)"])
        } _: {
            await work()
        }
    }

    /// Takes addresses that wait to be fetched. Whoever takes one has ten minutes, twice as long each time, before another is given it.
    public func takePictureSources(limit: Int) async throws -> [String] {
        try await database.query(
            "catalog.takePictureSources",
            """
            UPDATE catalog.picture_source SET attempts = attempts + 1, tried_at = now(),
                fetch_after = CASE WHEN attempts + 1 < \(Self.mostAttempts) THEN now() + interval '10 minutes' * (1 << attempts) END,
                problem = coalesce(problem, CASE WHEN attempts + 1 >= \(Self.mostAttempts) THEN \(PictureFault.noAnswer) END)
            WHERE digest IN (
                SELECT digest FROM catalog.picture_source WHERE fetch_after <= now()
                ORDER BY fetch_after LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            RETURNING address
            """
        ).map { try $0.decode(String.self) }
    }

    /// This picture is at the address.
    public func noteFetched(_ picture: PictureID, from address: String) async throws {
        try await database.execute(
            "catalog.noteFetched",
            """
            UPDATE catalog.picture_source SET picture_id = \(picture), problem = NULL, fetch_after = NULL
            WHERE digest = md5(\(address))
            """)
    }

    /// There is no picture at the address, or none that can be had.
    public func noteNotFetched(_ fault: PictureFault, from address: String) async throws {
        try await database.execute(
            "catalog.noteNotFetched",
            """
            UPDATE catalog.picture_source SET problem = \(fault), fetch_after = CASE WHEN \(fault.mayPass) THEN fetch_after END
            WHERE digest = md5(\(address))
            """)
    }

    /// What of a retailer's pictures could not be fetched, by article number.
    public func missingPictures(of retailer: RetailerID, limit: Int = 50) async throws -> [MissingPicture] {
        try await database.query(
            "catalog.missingPictures",
            """
            SELECT product.id, product.sku, product.title, source.address, source.problem, source.tried_at, source.fetch_after
            FROM \(Self.failedSources(of: retailer)) ORDER BY product.sku, product.id, source.address LIMIT \(limit)
            """
        ).map { row in
            let (id, sku, title, address, fault, triedAt, nextTry) = try row.decode(
                ProductID.self, SKU.self, String.self, String.self, PictureFault.self, Date.self, Date?.self)
            return MissingPicture(
                productID: id, sku: sku, title: title, address: address, fault: fault, triedAt: triedAt, nextTry: nextTry)
        }
    }

    /// Has all of a retailer's pictures that could not be fetched tried again.
    /// - Returns: how many addresses.
    @discardableResult
    public func retryPictures(of retailer: RetailerID) async throws -> Int {
        let count = try await database.execute(
            "catalog.retryPictures",
            """
            UPDATE catalog.picture_source SET attempts = 0, fetch_after = now()
            WHERE digest IN (SELECT source.digest FROM \(Self.failedSources(of: retailer)))
            """)
        if count > 0 { try await database.notify(Self.pictureChannel) }
        return count
    }

    private static func failedSources(of retailer: RetailerID) -> SQL {
        """
        catalog.picture_source AS source
        JOIN (catalog.product CROSS JOIN LATERAL unnest(array_append(product.more_images, product.image_url)) AS named (address))
            ON md5(named.address) = source.digest
        WHERE source.problem IS NOT NULL AND product.retailer_id = \(retailer)
        """
    }
}
