import Accounts
import ArgumentParser
import Catalog
import Database
import Delivery
import Foundation
import Logging
import Orders

/// The sample city as a database holds it.
struct BenchmarkCity: ParsableArguments {
    @Option(help: "Connection string of a database with the sample city.")
    var database: String
    @Option(help: "The day whose opening hours count.")
    var day = "2026-11-24"

    func calendarDay() throws -> CalendarDay {
        guard let day = CalendarDay(day[...]) else { throw ValidationError("'\(day)' is no day like 2026-11-24.") }
        return day
    }

    /// Reads the city; the connection is closed before this returns.
    func read() async throws -> SimulatedCity {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .error
        let database = Database(
            DatabaseConfiguration(url: database, maximumConnections: 2, applicationName: "benchmark"), logger: logger)
        let catalog = Catalog(database: database, logger: logger)
        let box = try PersonalDataBox(keys: [.random(id: "benchmark")])
        let delivery = Delivery(
            database: database, catalog: catalog,
            orders: Orders(database: database, catalog: catalog, personalData: box, logger: logger), personalData: box,
            logger: logger)
        let running = Task { try await database.run() }
        defer { running.cancel() }
        return try await delivery.simulatedCity()
    }
}
