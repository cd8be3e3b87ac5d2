import Database
import Foundation
import Logging

/// Looks at uploaded catalogs, applies them and takes them back. Any number of workers in any number of processes share the work; when one
/// dies, another takes its import up again.
public struct ImportWorker: Sendable {
    private let catalog: Catalog
    private let id = UUID()
    private let pollInterval: Duration
    private let silence: Double
    /// How many rows one statement may compare or write.
    var stretch = StagedCatalog.usualStretch

    /// - Parameters:
    ///   - pollInterval: how often it looks for work even if no notification arrives.
    ///   - silenceOfTheDead: after how many seconds without a heartbeat another worker's import is taken up.
    public init(_ catalog: Catalog, pollInterval: Duration = .seconds(2), silenceOfTheDead: Double = 15) {
        self.catalog = catalog
        self.pollInterval = pollInterval
        silence = silenceOfTheDead
    }

    /// Works until the task is cancelled. What is under way then is rolled back and given back.
    public func runUntilCancelled() async {
        await catalog.database.repeating(on: Catalog.importChannel, atLeastEvery: pollInterval) { error in
            catalog.logger.warning("imports listen no more and rely on polling", metadata: ["error": "\(error)"])
        } _: {
            do {
                try await workOff()
            } catch {
                // The import stays, and is taken up again when its heartbeat is old.
                if !Task.isCancelled { catalog.logger.warning("an import could not go on", metadata: ["error": "\(error)"]) }
            }
        }
    }

    /// Does what waits, one import after the other, until there is none.
    /// - Returns: how many it did.
    @discardableResult
    public func workOff() async throws -> Int {
        var done = 0
        while !Task.isCancelled, let claim = try await ImportClaim.take(as: id, silence: silence, in: catalog.database) {
            do {
                try await ImportWork(catalog: catalog, claim: claim, stretch: stretch).run()
            } catch is LostImport {
                catalog.logger.warning("an import was taken over by another worker", metadata: ["import": "\(claim.id)"])
            } catch {
                // A cancelled task cancels its statements, so this one has a task of its own.
                if Task.isCancelled { try await Task { try await claim.giveBack(in: catalog.database) }.value }
                throw error
            }
            done += 1
        }
        return done
    }
}
