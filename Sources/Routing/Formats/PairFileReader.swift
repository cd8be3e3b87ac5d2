/// Reads the two formats of pick-up-and-delivery instances.
enum PairFileReader {
    /// What a vehicle costs where the number of vehicles counts before travel.
    static let vehicleCost = 10_000

    /// Li & Lim: `K Q speed`, then `id x y demand opens closes service pick-up drop-off` for each node, the depot first.
    static func readLiLim(_ lines: TextLines, _ set: BenchmarkSet) throws(FormatError) -> NodeTable {
        guard let first = lines.lines.first else { throw FormatError("the file is empty") }
        let (count, capacity) = (try first.integer(0), try first.integer(1))
        guard (0...1_000_000).contains(count) else { throw FormatError(line: first.number, "\(count) vehicles") }
        var table = try nodes(Array(lines.lines.dropFirst()), set)
        table.measureDistances(set)
        table.vehicles = fleet(count, capacity, table, Vehicle.Costs())
        return table
    }

    /// Sartori & Buriol: head lines, `NODES`, a line a node as in Li & Lim, `EDGES`, the matrix of minutes, `EOF`.
    static func readSartori(_ lines: TextLines) throws(FormatError) -> NodeTable {
        let lines = lines.lines
        guard let nodesAt = lines.firstIndex(where: { $0.text == "NODES" }) else { throw FormatError("the file has no NODES") }
        guard let edgesAt = lines.firstIndex(where: { $0.text == "EDGES" }), edgesAt > nodesAt else {
            throw FormatError("the file has no EDGES after its NODES")
        }
        guard let capacityLine = lines[..<nodesAt].first(where: { $0.text(0) == "CAPACITY:" }) else {
            throw FormatError("the file has no CAPACITY")
        }
        var table = try nodes(Array(lines[(nodesAt + 1)..<edgesAt]), .pdptwRoad)
        let count = table.nodes.count
        let rows = lines[(edgesAt + 1)...].filter { $0.text(0) != "EOF" }
        var durations: [Int32] = []
        durations.reserveCapacity(count * count)
        for row in rows {
            guard row.words.count == count else {
                throw FormatError(line: row.number, "the row has \(row.words.count) entries for \(count) nodes")
            }
            for index in row.words.indices { durations.append(Int32(clamping: try row.integer(index))) }
        }
        guard rows.count == count else { throw FormatError("EDGES has \(rows.count) rows for \(count) nodes") }
        table.durations = durations
        table.vehicles = fleet((count - 1) / 2, try capacityLine.integer(1), table, Vehicle.Costs(fixed: vehicleCost))
        return table
    }

    private static func nodes(_ lines: [TextLines.Line], _ set: BenchmarkSet) throws(FormatError) -> NodeTable {
        var nodes = [NodeTable.Node?](repeating: nil, count: lines.count)
        for line in lines {
            let index = try line.integer(0)
            guard nodes.indices.contains(index), nodes[index] == nil else {
                throw FormatError(
                    line: line.number, "node \(index) is out of order: 0 to \(nodes.count - 1) are expected, each once")
            }
            var node = NodeTable.Node()
            (node.x, node.y, node.demand) = (try line.number(1), try line.number(2), try line.integer(3))
            let (opens, closes) = (set.scaled(try line.number(4)), set.scaled(try line.number(5)))
            guard opens <= closes else { throw FormatError(line: line.number, "the time window ends before it starts") }
            node.window = TimeWindow(opens, closes)
            node.service = set.scaled(try line.number(6))
            if index > 0, try line.integer(7) == 0 {
                let dropoff = try line.integer(8)
                guard (1..<nodes.count).contains(dropoff) else {
                    throw FormatError(line: line.number, "node \(index) has neither a pick-up nor a drop-off")
                }
                node.dropoff = dropoff
            }
            nodes[index] = node
        }
        guard nodes.count > 1 else { throw FormatError("the file has no nodes") }
        let complete = nodes.compactMap { $0 }
        let dropoffs = complete.compactMap(\.dropoff)
        guard 2 * dropoffs.count == complete.count - 1, Set(dropoffs).count == dropoffs.count,
            dropoffs.allSatisfy({ complete[$0].dropoff == nil })
        else { throw FormatError("the nodes do not come in pairs of a pick-up and a drop-off") }
        return NodeTable(nodes: complete, depots: 1, durations: nil, vehicles: [], isPaired: true)
    }

    private static func fleet(_ count: Int, _ capacity: Int, _ table: NodeTable, _ costs: Vehicle.Costs) -> [Vehicle] {
        (0..<count).map {
            Vehicle(id: $0, start: .hub(0), end: .hub(0), capacity: [capacity], shift: table.nodes[0].window, costs: costs)
        }
    }
}
