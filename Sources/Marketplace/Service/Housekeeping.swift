import Catalog
import Database
import Delivery
import Foundation
import Logging
import Orders
import ServiceLifecycle

/// Once an hour, deletes what nobody needs any more: expired carts, pictures that nobody names, delivered outbox events, and personal data whose purpose is over.
///
/// Any number of processes may do it; each deletion is one statement and finds nothing the second time.
struct Housekeeping: Service {
    /// How long names and addresses are kept after the service day: for complaints and undelivered parcels.
    static let daysOfPersonalData = 30
    /// How long delivered events are kept, to see what happened.
    static let daysOfEvents = 7

    let modules: Modules
    var interval = Duration.seconds(3600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await cleanUp(at: Date())
                } catch is CancellationError {
                    return
                } catch {
                    // Nothing is lost: the next round finds it.
                    modules.logger.warning("housekeeping could not be done", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
    }

    func cleanUp(at now: Date) async throws {
        let lastDay = ServiceDay(containing: now.addingTimeInterval(-Double(Self.daysOfPersonalData) * 86_400)).day
        _ = try await modules.orders.removeExpired(at: now)
        try await modules.catalog.removeOldImports(at: now)
        try await modules.catalog.removeUnusedPictures()
        _ = try await modules.orders.eraseContacts(before: lastDay)
        _ = try await modules.delivery.erasePersonalData(before: lastDay)
        _ = try await modules.delivery.deletePhotos(before: lastDay)
        _ = try await Outbox.removeDelivered(
            before: now.addingTimeInterval(-Double(Self.daysOfEvents) * 86_400), in: modules.database)
    }
}
