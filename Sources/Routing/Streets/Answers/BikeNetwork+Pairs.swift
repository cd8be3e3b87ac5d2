/// Answers one pair of places after the other, keeping its working memory; one for each task.
public struct PairSearch {
    private let network: BikeNetwork
    private var search: HierarchySearch

    public init(_ network: BikeNetwork) {
        self.network = network
        search = HierarchySearch(network.metric, network.hierarchy)
    }

    /// What the way between two positions takes; `nil` when there is none.
    public mutating func travel(from: StreetPosition, to: StreetPosition) -> Travel? {
        network.objective.travel(search.cost(from: from, to: to).cost)
    }

    /// The same by Dijkstra's algorithm, without the hierarchy: thousands of times slower, to check against.
    public func travelWithoutHierarchy(from: StreetPosition, to: StreetPosition) -> Travel? {
        var plain = DijkstraSearch(network.metric)
        plain.run(from: network.metric.departures(from: from))
        let around = plain.cost(to: to)
        let direct = network.metric.directCost(from: from, to: to)
        return network.objective.travel(direct.weight <= around.weight ? direct : around)
    }
}
