import ArgumentParser
import Delivery
import Foundation

/// Many simulated days, as the service would play them.
struct DaysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "days")

    @OptionGroup var city: BenchmarkCity
    @Option var days = 1000
    @Option var orders = 120
    @Option var seed: UInt64 = 1
    @Option(help: "none, usual or heavy.")
    var disruptions = "usual"
    @Option(help: "Iterations of each plan.")
    var iterations: Int?
    @Option(help: "Seconds held back of each window.")
    var reserve: Int?

    func run() async throws {
        guard let level = DisruptionRates.Level(rawValue: disruptions) else {
            throw ValidationError("--disruptions takes none, usual or heavy.")
        }
        var options = SimulationOptions(
            orders: orders, seed: seed, day: try city.calendarDay(), disruptions: DisruptionRates(level))
        if let iterations { options.iterations = iterations }
        if let reserve { options.reserve = reserve }
        let began = ContinuousClock.now
        let report = try await Simulation(try await city.read(), options).run(days: days, travel: GreatCircleTravelSource()) {
            progress in
            let elapsed = Int((ContinuousClock.now - began) / .seconds(1))
            FileHandle.standardError.write(
                Data("\rday \(progress.day), \(progress.kept) of \(progress.sold) kept, \(elapsed) s".utf8))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        FileHandle.standardError.write(Data("\n".utf8))
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}
