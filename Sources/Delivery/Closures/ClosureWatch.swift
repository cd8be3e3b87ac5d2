import Database
import Foundation
import Logging
import Routing
public import ServiceLifecycle

/// Keeps the closures that this process knows up to date: whoever enters one, wherever, it is known here within a second.
public struct ClosureWatch: Service {
    private let delivery: Delivery
    private let streets: CityStreets
    private let interval: Duration

    /// - Parameter interval: how often it looks even if no notification arrives.
    public init(_ delivery: Delivery, _ streets: CityStreets, interval: Duration = .seconds(30)) {
        self.delivery = delivery
        self.streets = streets
        self.interval = interval
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await delivery.database.repeating(on: Delivery.closureChannel, atLeastEvery: interval) { error in
                delivery.logger.warning("closures are only polled from now on", metadata: ["error": "\(error)"])
            } _: {
                await look()
            }
        }
    }

    private func look() async {
        do {
            let before = Set(streets.closures.map(\.id))
            let closures = try await delivery.closures()
            streets.note(closures)
            guard Set(closures.map(\.id)) != before else { return }
            delivery.logger.info("closures changed", metadata: ["known": "\(closures.count)"])
            try await delivery.prepareStreets()
        } catch {
            guard !Task.isCancelled else { return }
            delivery.logger.warning("closures could not be read", metadata: ["error": "\(error)"])
        }
    }
}

extension Delivery {
    /// Makes the streets ready for the fleet's kinds of bikes as they are now, so that the first who asks need not wait.
    func prepareStreets() async throws {
        guard let streets else { return }
        let kinds = Set(try await bikes().map { CargoBike($0.type) })
        let moment = now()
        try await HeavyWork.run { for bike in kinds { _ = streets.network(for: bike, at: moment) } }
    }
}
