import Accounts
import ArgumentParser
import Catalog
import Database
import Delivery
import Foundation
import Orders

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fill an empty installation with the sample city, a day of orders and a plan for it.",
        discussion: """
            An installation that already has shops is left as it is. The sample day is the next delivery day after today.
            Tokens to try things out with are written to --tokens, a file for each account.
            """)

    @Argument(help: "Folder of the sample city.", completion: .directory)
    var folder: String
    @Option(help: "Folder for the tokens.", completion: .directory)
    var tokens: String?
    @Option(help: "Orders of the sample day.")
    var orders = 150
    @Option(help: "Seed of the sample day.")
    var seed: UInt64 = 64283
    @Option(help: "Seconds to plan the sample day for.")
    var planningSeconds = 10
    @OptionGroup var network: NetworkOption

    func validate() throws {
        guard (0...5000).contains(orders) else { throw ValidationError("--orders takes 0 to 5000.") }
        guard (1...600).contains(planningSeconds) else { throw ValidationError("--planning-seconds takes 1 to 600.") }
    }

    func run() async throws {
        let modules = try Modules(try network.settings())
        try await modules.migrate()
        let city = SampleCity(folder: URL(fileURLWithPath: folder, isDirectory: true))
        guard try await modules.catalog.shops().isEmpty else {
            let told = try await city.completeTraders(in: modules.catalog)
            if told > 0 { print("Who is behind \(told) businesses of the sample city is known now; their shops are shown.") }
            print("The city is there already; 'make reset' starts afresh.")
            return await modules.database.close()
        }
        print("Loading the sample city …")
        try await city.loadCatalog(into: modules.catalog) { print("  \($0)") }
        try await city.loadFleet(into: modules.delivery)
        try await SampleAccounts(modules: modules, tokenFolder: tokens).create()
        if orders > 0 { try await sampleDay(modules, city) }
        await modules.database.close()
    }

    private func sampleDay(_ modules: Modules, _ city: SampleCity) async throws {
        let day = ServiceDay(containing: Date()).nextDeliveryDay
        print("Ordering, accepting and packing \(orders) orders for \(day) …")
        let sample = SampleOrders(
            catalog: modules.catalog, orders: modules.orders, delivery: modules.delivery, city: city)
        let (placed, refused) = try await sample.place(count: orders, on: day, seed: seed) { print("  \($0)") }
        print("  \(placed) placed\(refused > 0 ? ", \(refused) found something sold out" : "")")
        try await modules.outboxWorker.drain()

        print("Planning \(day) for \(planningSeconds) s …")
        _ = try await modules.delivery.requestPlan(for: day, seconds: planningSeconds, seed: Int(truncatingIfNeeded: seed))
        _ = try await modules.planningWorker.workOff()
        guard let plan = try await modules.delivery.currentPlan(for: day) else {
            let job = try await modules.delivery.planningJobs(for: day, limit: 1).first
            throw SeedError("The sample day could not be planned: \(job?.message ?? "no plan was made").")
        }
        let kilometres = Double(plan.metres) / 1000
        print(
            "  \(plan.served) shipments in \(plan.tours) tours, \(plan.unserved.count) left out, "
                + "\(String(format: "%.1f", kilometres)) km, checked: \(plan.feasible ? "feasible" : "NOT feasible"), "
                + "travel times: \(plan.travelSource.rawValue)")
        for left in plan.unserved {
            print("  left out: \(left.number): \(left.reasons.map(\.detail).joined(separator: "; "))")
        }
    }
}
