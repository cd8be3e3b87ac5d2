import Accounts
import Catalog
import Delivery
import Foundation

/// Accounts of the sample city, one for each part to play, with tokens in files that only their owner can read.
struct SampleAccounts: Sendable {
    let modules: Modules
    /// Where the tokens go; `nil`: nowhere, no tokens are made.
    let tokenFolder: String?

    func create() async throws {
        try await create("operator", name: "Betrieb", .operator)
        try await create("dispatcher", name: "Disposition", .dispatcher)
        try await create("shopper", name: "Kim Kundin", .shopper)
        for shop in try await modules.catalog.shops() {
            try await create("retailer-\(shop.key)", name: shop.name, .retailer(shop.retailer.id))
        }
        for rider in try await modules.delivery.riders(on: ServiceDay(containing: Date()).nextDeliveryDay) {
            try await create("rider-\(rider.key)", name: rider.name, .rider(rider.id.rawValue))
        }
    }

    private func create(_ key: String, name: String, _ grant: RoleGrant) async throws {
        let id = try await modules.accounts.upsertAccount(key: key, name: name).id
        try await modules.accounts.grant(grant, to: id)
        guard let tokenFolder else { return }
        let issued = try await modules.accounts.issueToken(for: id, label: "sample city", lifetime: nil)
        let folder = URL(fileURLWithPath: tokenFolder, isDirectory: true)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent(key).path
        let written = FileManager.default.createFile(
            atPath: file, contents: Data((issued.secret.reveal() + "\n").utf8), attributes: [.posixPermissions: 0o600])
        guard written else { throw SeedError("The token file \(file) cannot be written.") }
    }
}
