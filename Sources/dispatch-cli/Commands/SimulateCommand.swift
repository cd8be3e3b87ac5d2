import ArgumentParser
import Foundation
import Synchronization

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Play days of the city: what is sold, what is kept, what it costs.",
        discussion: """
            Shoppers ask for windows, shops pack, bikes ride, and things go wrong; nothing of it is written. The same seed gives the same day.

              dispatch-cli simulate --orders 150 --seed 7             one day
              dispatch-cli simulate --days 100                        a hundred
              dispatch-cli simulate --fleet nord=+1 --fleet west=-1   with another fleet
              dispatch-cli simulate --bikes-less 2 --bikes-more 2     how many bikes do we need?
              dispatch-cli simulate --day plan.json                   a recorded day: the input of a plan

            Ctrl-C stops it.
            """)

    @Option(help: "How many shoppers ask for delivery in one day.")
    var orders = 120
    @Option(help: "The first day's seed; those after it count up.")
    var seed: UInt64 = 1
    @Option(help: "How many days to play, 1 to 1000.")
    var days = 1
    @Option(help: ArgumentHelp("A recorded day as JSON, or a date whose opening hours count.", valueName: "file-or-date"))
    var day: String?
    @Option(help: "none, usual or heavy.")
    var disruptions = "usual"
    @Option(help: ArgumentHelp("More or fewer bikes at a hub; can be given several times.", valueName: "hub=+1"))
    var fleet: [String] = []
    @Option(help: "Also try up to so many bikes fewer.")
    var bikesLess = 0
    @Option(help: "Also try up to so many bikes more.")
    var bikesMore = 0
    @Option(help: "How long each plan is searched, in iterations.")
    var iterations: Int?
    @Option(help: "How many minutes of each window are held back; as many as the service does by itself.")
    var reserve: Int?
    @OptionGroup var connection: ConnectionOptions

    private static let path = "/api/v1/dispatch/simulations"

    func validate() throws {
        guard (1...5000).contains(orders) else { throw ValidationError("--orders takes 1 to 5000.") }
        guard (1...1000).contains(days) else { throw ValidationError("--days takes 1 to 1000.") }
        guard ["none", "usual", "heavy"].contains(disruptions) else {
            throw ValidationError("--disruptions takes none, usual or heavy.")
        }
        guard (0...20).contains(bikesLess), (0...20).contains(bikesMore) else {
            throw ValidationError("--bikes-less and --bikes-more take 0 to 20.")
        }
        guard (0...60).contains(reserve ?? 0) else { throw ValidationError("--reserve takes 0 to 60 minutes.") }
        _ = try Self.fleet(fleet)
    }

    /// `nord=+1`, `west=-2`.
    static func fleet(_ words: [String]) throws -> [String: Int] {
        var fleet: [String: Int] = [:]
        for word in words {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let change = Int(parts[1]) else {
                throw ValidationError("'\(word)' is no change of a fleet; write nord=+1 or west=-1.")
            }
            fleet[String(parts[0]), default: 0] += change
        }
        return fleet
    }

    /// Some bikes more or fewer, spread over the hubs: one after the other to the hub with fewest bikes, or from the one with most.
    static func spread(_ change: Int, over hubs: [(key: String, bikes: Int)], on fleet: [String: Int]) -> [String: Int] {
        var fleet = fleet
        var counts = hubs.map { (key: $0.key, bikes: $0.bikes + (fleet[$0.key] ?? 0)) }
        for _ in 0..<abs(change) {
            let chosen =
                change > 0
                ? counts.indices.min { (counts[$0].bikes, counts[$0].key) < (counts[$1].bikes, counts[$1].key) }
                : counts.indices.max { (counts[$0].bikes, counts[$0].key) < (counts[$1].bikes, counts[$1].key) }
            guard let chosen else { return fleet }
            counts[chosen].bikes += change.signum()
            fleet[counts[chosen].key, default: 0] += change.signum()
        }
        return fleet
    }

    func run() async throws {
        let client = try connection.client()
        var request = SimulationRequest(
            orders: orders, seed: seed, days: days, disruptions: disruptions, fleet: try Self.fleet(fleet),
            iterations: iterations,
            reserveSeconds: reserve.map { $0 * 60 })
        if let day {
            if let bytes = FileManager.default.contents(atPath: day) {
                guard let text = try? JSONText(bytes) else { throw Failure.badInput("'\(day)' is not JSON.") }
                request.recorded = text
                request.orders = nil
            } else {
                request.day = try DayOption.resolve(day, now: Date())
            }
        }
        guard bikesLess > 0 || bikesMore > 0 else {
            let (report, json) = try await simulate(request, client, label: "")
            if connection.json { return Output.standardOutput.json(json) }
            return SimulationSummary(report: report).write(to: .standardOutput)
        }
        try await compare(request, client)
    }

    /// The same days with one fleet after the other.
    private func compare(_ request: SimulationRequest, _ client: APIClient) async throws {
        let hubs = try await client.get("/api/v1/dispatch/hubs", as: List<Hub>.self).value.items.map {
            (key: $0.key, bikes: $0.bikes)
        }
        var reports: [(report: SimulationReport, json: Data)] = []
        for change in -bikesLess...bikesMore {
            var request = request
            request.fleet = Self.spread(change, over: hubs, on: request.fleet ?? [:])
            reports.append(try await simulate(request, client, label: "\(change > 0 ? "+" : "")\(change) bikes"))
        }
        if connection.json {
            let list = reports.map { String(decoding: $0.json, as: UTF8.self) }.joined(separator: ",")
            return Output.standardOutput.json(Data("[\(list)]".utf8))
        }
        SimulationSummary.compare(reports.map(\.report)).write(to: .standardOutput)
    }

    private func simulate(
        _ request: SimulationRequest, _ client: APIClient, label: String
    ) async throws -> (report: SimulationReport, json: Data) {
        let interruption = Interruption()
        let bar = Mutex(ProgressBar())
        let last = Mutex<ServerSentEvent?>(nil)
        do {
            try await client.events("POST", Self.path, body: request) { event in
                if event.name == "progress" {
                    if let progress = try? JSONDecoder().decode(SimulationProgress.self, from: Data(event.data.utf8)) {
                        let sold =
                            progress.sold > 0 ? ", \(Format.percent(Double(progress.kept) / Double(progress.sold))) kept" : ""
                        bar.withLock { $0.show(fraction: progress.fraction, label: "\(label) day \(progress.day)\(sold)") }
                    }
                } else {
                    last.withLock { $0 = event }
                }
                return !interruption.happened
            }
        } catch is CancellationError {
            bar.withLock { $0.clear() }
            throw Failure.notDone("Stopped.")
        }
        bar.withLock { $0.clear() }
        guard let event = last.withLock({ $0 }) else { throw Failure.notDone("The service ended before the day did.") }
        let json = Data(event.data.utf8)
        guard event.name == "end" else {
            struct Detail: Decodable { var detail: String }
            throw Failure.badInput((try? JSONDecoder().decode(Detail.self, from: json).detail) ?? "The day cannot be simulated.")
        }
        return (try JSONDecoder().decode(SimulationReport.self, from: json), json)
    }
}
