import Delivery
import Foundation
import Logging
import Routing

/// The street network that a process starts with.
enum StreetsAtStart {
    /// Where `make streets` stores the graph.
    static let usualPlace = ".local/streets.graph"

    /// Maps a stored graph, or imports an extract, which takes a city some seconds.
    private static func streets(_ path: String) throws -> CityStreets {
        guard path.hasSuffix(".pbf") || path.hasSuffix(".osm") else { return try CityStreets(path: path) }
        return CityStreets(try StreetGraph.importing(OSMFile(path: path)))
    }

    /// Maps the graph that the settings name, else the one in its usual place. Says in the log where travel times come from.
    ///
    /// - Throws: ``SettingsError`` when the graph that the settings name cannot be used.
    static func load(_ settings: Settings, _ logger: Logger) throws(SettingsError) -> CityStreets? {
        let start = ContinuousClock.now
        let path = settings.networkGraph ?? usualPlace
        if settings.networkGraph == nil, !FileManager.default.fileExists(atPath: path) {
            logger.notice(
                "no street network: travel is reckoned in straight lines (great-circle); 'make streets' imports a city's streets")
            return nil
        }
        do {
            let streets = try streets(path)
            logger.notice(
                "street network loaded",
                metadata: [
                    "graph": "\(path)", "source": "\(streets.graph.source)",
                    "kilometres": "\(streets.graph.facts.length / 100_000)",
                    "milliseconds": "\(Int((ContinuousClock.now - start) / .milliseconds(1)))",
                    "map data": "\(streets.graph.attribution)",
                ])
            return streets
        } catch {
            // A graph that nobody asked for by name must not keep the service from starting.
            guard settings.networkGraph == nil else { throw SettingsError("The street network cannot be used: \(error)") }
            logger.error(
                "the street network cannot be used; travel is reckoned in straight lines", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
