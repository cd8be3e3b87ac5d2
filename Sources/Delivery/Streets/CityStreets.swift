import Foundation
public import Routing
import Synchronization

/// The city's streets as the service holds them: the graph, mapped once, and what was made of it for each kind of bike and set of closures.
///
/// Everything here keeps a core busy; callers run it as ``HeavyWork``.
public final class CityStreets: Sendable {
    public let graph: StreetGraph
    /// The map of them.
    private let map: StreetMap
    private let networks = Mutex(Networks())
    private let known = Mutex<[NetworkClosure]>([])

    public init(_ graph: StreetGraph) {
        self.graph = graph
        map = StreetMap(graph)
    }

    /// Maps a graph that `dispatch-cli network import` has stored.
    /// - Throws: `StreetNetworkError` in one sentence.
    public convenience init(path: String) throws {
        self.init(try StreetGraph(path: path))
    }

    /// A picture of the map as an SVG document; it must be shown with the graph's attribution.
    public func picture(_ frame: MapFrame) async throws -> String {
        try await HeavyWork.run { [map] in map.svg(frame) }
    }

    /// The closures that the ``ClosureWatch`` last read, those of later days too.
    public var closures: [NetworkClosure] { known.withLock { $0 } }

    func note(_ closures: [NetworkClosure]) { known.withLock { $0 = closures } }

    /// The streets for a bike as they are at a moment.
    func network(for bike: CargoBike, at moment: Date) -> BikeNetwork {
        network(for: bike, closures: closures.filter { $0.isActive(at: moment) })
    }

    /// The streets for a bike; made in some 0.1 s unless they were asked for lately.
    func network(for bike: CargoBike, closures: [NetworkClosure]) -> BikeNetwork {
        let key = Networks.Key(bike: bike, closures: Set(closures.map(\.id)))
        if let known = networks.withLock({ $0[key] }) { return known }
        // Made outside of the lock: two that ask at once may both make it, which costs time and nothing else.
        let made = BikeNetwork(graph, bike: bike, closures: closures.map(\.streetClosure))
        networks.withLock { $0[key] = made }
        return made
    }

    /// The networks used last; each is some ten megabytes for a city.
    private struct Networks {
        struct Key: Hashable {
            var bike: CargoBike
            var closures: Set<ClosureID>
        }

        private static let most = 12
        private var entries: [(key: Key, network: BikeNetwork)] = []

        subscript(key: Key) -> BikeNetwork? {
            mutating get {
                guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
                let entry = entries.remove(at: index)
                entries.append(entry)
                return entry.network
            }
            set {
                entries.removeAll { $0.key == key }
                guard let newValue else { return }
                entries.append((key, newValue))
                if entries.count > Self.most { entries.removeFirst() }
            }
        }
    }
}
