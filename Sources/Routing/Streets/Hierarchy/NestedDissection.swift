/// Orders the edges of the network from the least to the most important for the hierarchy.
///
/// The network is cut in two along few edges, then each side again, down to single nodes. The edges of a cut rank above all that they
/// separate; so their two arcs are a separator of the graph of turns. Source: Buchhold, Wagner, Zeitz and Zündorf,
/// *Customizable Contraction Hierarchies with Turn Costs* (ATMOS 2020).
struct NestedDissection {
    /// Edges, the most important last.
    private(set) var order: [Int32] = []

    private let tails: [Int32]
    private let heads: [Int32]
    private let east: [Double]
    private let north: [Double]
    private var localNumber: [Int32]

    /// - Parameters:
    ///   - tails: the node at one end of each edge, `heads` at the other.
    ///   - east: positions of the nodes in any unit of length, `north` likewise.
    init(tails: [Int32], heads: [Int32], east: [Double], north: [Double], progress: (Double) -> Void) {
        self.tails = tails
        self.heads = heads
        self.east = east
        self.north = north
        localNumber = Array(repeating: 0, count: east.count)
        order.reserveCapacity(tails.count)
        let all = Array(0..<Int32(tails.count))
        // A list of cells still to be cut instead of recursion: a cell's cut edges go behind everything inside it.
        var pending: [Cell] = [Cell(nodes: Array(0..<Int32(east.count)), edges: all)]
        var finished: [Int32] = []
        while let cell = pending.popLast() {
            if cell.nodes.count <= 2 {
                finished += cell.edges
                continue
            }
            let parts = split(cell)
            finished += parts.cut
            for part in parts.cells where !part.edges.isEmpty { pending.append(part) }
            progress(Double(finished.count) / Double(max(tails.count, 1)))
        }
        // Cells are taken before their parts, so backwards every part comes before its cut.
        order = finished.reversed()
    }

    private struct Cell {
        var nodes: [Int32]
        var edges: [Int32]
    }

    private mutating func split(_ cell: Cell) -> (cells: [Cell], cut: [Int32]) {
        for (number, node) in cell.nodes.enumerated() { localNumber[Int(node)] = Int32(number) }
        let cellTails = cell.edges.map { localNumber[Int(tails[Int($0)])] }
        let cellHeads = cell.edges.map { localNumber[Int(heads[Int($0)])] }
        var flow = InertialFlow(nodeCount: cell.nodes.count, tails: cellTails, heads: cellHeads)
        var (part, count) = flow.components()
        if count == 1 {
            let side = flow.bisect(east: cell.nodes.map { east[Int($0)] }, north: cell.nodes.map { north[Int($0)] })
            part = side.map { $0 ? 0 : 1 }
            count = 2
        }
        var cells = Array(repeating: Cell(nodes: [], edges: []), count: count)
        for (number, node) in cell.nodes.enumerated() { cells[Int(part[number])].nodes.append(node) }
        var cut: [Int32] = []
        for (number, edge) in cell.edges.enumerated() {
            let side = part[Int(cellTails[number])]
            if side == part[Int(cellHeads[number])] { cells[Int(side)].edges.append(edge) } else { cut.append(edge) }
        }
        return (cells, cut)
    }
}
