extension BikeNetwork {
    public var statistics: String {
        "ranks \(graph.rankCount) turns \(graph.turnHead.count) entries \(graph.rowHead.count) up \(hierarchy.up.count) down \(hierarchy.down.count)"
    }
}
