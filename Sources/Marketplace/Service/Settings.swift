import Accounts
import Configuration
import Delivery
import Foundation
import Logging

/// What the service is told from outside, by environment variables.
struct Settings: Sendable {
    /// `DATABASE_URL`: PostgreSQL's address.
    var databaseURL: String
    /// `DATABASE_CONNECTIONS`: connections for transactions; single statements share a few more.
    var databaseConnections: Int
    /// `PERSONAL_DATA_KEYS`: keys that seal personal data, the first for writing: `id:base64,id:base64`.
    var personalDataKeys: String
    /// `LOG_LEVEL`: trace, debug, info, notice, warning, error, critical.
    var logLevel: Logger.Level
    /// `SECURE_COOKIES`: send session cookies over HTTPS only; on behind a TLS proxy.
    var secureCookies: Bool
    /// `DELIVERY_WINDOW_RESERVE_MINUTES`: what tours hold back of each window for what goes wrong.
    var windowReserveMinutes = usualWindowReserveMinutes
    /// `PLANNING_THREADS`: how many threads search for one plan.
    var planningThreads = usualPlanningThreads
    /// `NETWORK_GRAPH`: the stored street graph; `nil` takes ``StreetsAtStart/usualPlace`` where there is one.
    var networkGraph: String?
    /// `TRAVEL_ENGINE` and `TRAVEL_ENGINE_URL`: an OSRM or Valhalla server that tells travel times instead; `nil`: the streets.
    var travelEngine: EngineTravelSource?
}

extension Settings {
    /// With these a full fleet keeps 98 in 100 windows on days on which the usual goes wrong (docs/decisions/delivery-reserve.md).
    static let usualWindowReserveMinutes = 10

    /// One core stays free for those who shop meanwhile; what more than four threads are worth was not measured.
    static var usualPlanningThreads: Int { max(1, min(4, ProcessInfo.processInfo.activeProcessorCount - 1)) }

    /// - Throws: ``SettingsError`` that names the variable at fault.
    init(from reader: ConfigReader = ConfigReader(provider: EnvironmentVariablesProvider())) throws(SettingsError) {
        guard let databaseURL = reader.string(forKey: "database.url", isSecret: true), !databaseURL.isEmpty else {
            throw SettingsError(
                "DATABASE_URL is not set; it looks like postgres://user@host/database. 'make run' sets it by itself.")
        }
        guard let keys = reader.string(forKey: "personal.data.keys", isSecret: true), !keys.isEmpty else {
            throw SettingsError(
                "PERSONAL_DATA_KEYS is not set; it looks like id:KEY with 32 random bytes as base64 (head -c 32 /dev/urandom | base64)."
            )
        }
        let level = reader.string(forKey: "log.level", default: "info")
        guard let logLevel = Logger.Level(rawValue: level.lowercased()) else {
            throw SettingsError("LOG_LEVEL is '\(level)'; trace, debug, info, notice, warning, error and critical are known.")
        }
        let connections = reader.int(forKey: "database.connections", default: 12)
        guard (1...500).contains(connections) else {
            throw SettingsError("DATABASE_CONNECTIONS is \(connections); 1 to 500 are possible.")
        }
        let reserve = reader.int(forKey: "delivery.window.reserve.minutes", default: Self.usualWindowReserveMinutes)
        guard (0...60).contains(reserve) else {
            throw SettingsError("DELIVERY_WINDOW_RESERVE_MINUTES is \(reserve); 0 to 60 are possible.")
        }
        let threads = reader.int(forKey: "planning.threads", default: Self.usualPlanningThreads)
        guard (1...64).contains(threads) else {
            throw SettingsError("PLANNING_THREADS is \(threads); 1 to 64 are possible.")
        }
        self.planningThreads = threads
        self.windowReserveMinutes = reserve
        self.databaseURL = databaseURL
        self.databaseConnections = connections
        self.personalDataKeys = keys
        self.logLevel = logLevel
        self.secureCookies = reader.bool(forKey: "secure.cookies", default: false)
        self.networkGraph = reader.string(forKey: "network.graph").flatMap { $0.isEmpty ? nil : $0 }
        self.travelEngine = try Self.engine(reader)
    }

    private static func engine(_ reader: ConfigReader) throws(SettingsError) -> EngineTravelSource? {
        guard let name = reader.string(forKey: "travel.engine"), !name.isEmpty, name != TravelKind.streets.rawValue else {
            return nil
        }
        let url = reader.string(forKey: "travel.engine.url") ?? ""
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw SettingsError("TRAVEL_ENGINE_URL is '\(url)'; it looks like http://127.0.0.1:5000.")
        }
        guard let engine = TravelKind(rawValue: name).flatMap({ EngineTravelSource($0, address: url) }) else {
            throw SettingsError("TRAVEL_ENGINE is '\(name)'; streets, osrm and valhalla are known.")
        }
        return engine
    }
}

struct SettingsError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
