/// Where one can start and arrive: the pieces tied to the largest part of the network in which every place reaches every other.
struct Connectivity {
    private(set) var isPieceConnected: [Bool]

    init(
        _ graph: StreetGraph, pieceTime: [Int32], arcTime: [Int32], features: [CargoBikeProfile.NodePassage], turnWeight: [Int32]
    ) {
        let isOpen = Self.openTurns(graph, arcTime: arcTime, turnWeight: turnWeight)
        let main = Self.mainComponent(graph, isOpen)
        let reachesMain = Self.spread(from: main, graph, isOpen, isForward: false)
        let isReached = Self.spread(from: main, graph, isOpen, isForward: true)
        isPieceConnected = Array(repeating: false, count: graph.pieceCount)
        var canLeave = isPieceConnected
        var canArrive = isPieceConnected
        for arc in 0..<2 * graph.edgeCount {
            let rank = Int(graph.arcRank[arc])
            guard rank >= 0 else { continue }
            // The arc may be closed further back and still be left from a piece behind that.
            let hasExit = (Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1])).contains {
                turnWeight[$0] < TravelCost.noWay && reachesMain[Int(graph.turnHead[$0])]
            }
            let isArcReached = graph.ranks(ofArc: arc).contains { isReached[Int($0)] }
            let pieces = graph.pieces(ofEdge: arc >> 1)
            let order = arc & 1 == 0 ? Array(pieces) : pieces.reversed()
            var isPassable = true
            for (number, piece) in order.enumerated() where isPassable {
                isPassable = pieceTime[2 * piece + (arc & 1)] < TravelCost.noWay
                if isPassable, isArcReached { canArrive[piece] = true }
                // Going along the edge the node behind a piece is its own, going back it is the next one's.
                let behind = arc & 1 == 0 ? piece : number + 1 < order.count ? order[number + 1] : -1
                if behind >= 0, graph.pieceFeature[behind] >= 0, features[Int(graph.pieceFeature[behind])].isClosed {
                    isPassable = false
                }
            }
            isPassable = true
            for (number, piece) in order.enumerated().reversed() where isPassable {
                isPassable = pieceTime[2 * piece + (arc & 1)] < TravelCost.noWay
                if isPassable, hasExit { canLeave[piece] = true }
                let before = arc & 1 == 1 ? piece : number > 0 ? order[number - 1] : -1
                if before >= 0, graph.pieceFeature[before] >= 0, features[Int(graph.pieceFeature[before])].isClosed {
                    isPassable = false
                }
            }
        }
        for piece in 0..<graph.pieceCount { isPieceConnected[piece] = canLeave[piece] && canArrive[piece] }
    }

    /// The turns that can be reached from their arc's beginning.
    private static func openTurns(_ graph: StreetGraph, arcTime: [Int32], turnWeight: [Int32]) -> [Bool] {
        var isOpen = turnWeight.map { $0 < TravelCost.noWay }
        for rank in 0..<graph.rankCount where arcTime[Int(graph.rankArc[rank])] >= TravelCost.noWay {
            for turn in Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1]) { isOpen[turn] = false }
        }
        return isOpen
    }

    /// The largest strongly connected component of the open arcs, by Tarjan's algorithm without recursion.
    private static func mainComponent(_ graph: StreetGraph, _ isOpen: [Bool]) -> [Bool] {
        let count = graph.rankCount
        var number = [Int32](repeating: -1, count: count)
        var low = [Int32](repeating: 0, count: count)
        var isOnStack = [Bool](repeating: false, count: count)
        var stack: [Int32] = []
        var path: [(rank: Int32, turn: Int32)] = []
        var next: Int32 = 0
        var largest: [Int32] = []
        for start in 0..<count where number[start] < 0 {
            path.append((Int32(start), graph.turnFirst[start]))
            while let (rank32, turn) = path.last {
                let rank = Int(rank32)
                if number[rank] < 0 {
                    number[rank] = next
                    low[rank] = next
                    next += 1
                    stack.append(rank32)
                    isOnStack[rank] = true
                }
                if turn < graph.turnFirst[rank + 1] {
                    path[path.count - 1].turn += 1
                    guard isOpen[Int(turn)] else { continue }
                    let head = Int(graph.turnHead[Int(turn)])
                    if number[head] < 0 {
                        path.append((Int32(head), graph.turnFirst[head]))
                    } else if isOnStack[head] {
                        low[rank] = min(low[rank], number[head])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last { low[Int(parent.rank)] = min(low[Int(parent.rank)], low[rank]) }
                if low[rank] == number[rank] {
                    let first = stack.lastIndex(of: rank32) ?? 0
                    for member in stack[first...] { isOnStack[Int(member)] = false }
                    if stack.count - first > largest.count { largest = Array(stack[first...]) }
                    stack.removeLast(stack.count - first)
                }
            }
        }
        var isMain = [Bool](repeating: false, count: count)
        for rank in largest { isMain[Int(rank)] = true }
        return isMain
    }

    /// All arcs that the given ones reach, or that reach them.
    private static func spread(from start: [Bool], _ graph: StreetGraph, _ isOpen: [Bool], isForward: Bool) -> [Bool] {
        var isReached = start
        var queue = (0..<Int32(start.count)).filter { start[Int($0)] }
        if isForward {
            while let rank = queue.popLast() {
                for turn in Int(graph.turnFirst[Int(rank)])..<Int(graph.turnFirst[Int(rank) + 1]) {
                    let head = Int(graph.turnHead[turn])
                    guard isOpen[turn], !isReached[head] else { continue }
                    isReached[head] = true
                    queue.append(Int32(head))
                }
            }
            return isReached
        }
        // Against the turns: repeated sweeps, as arcs outside the main part are few and chains short.
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for rank in 0..<start.count where !isReached[rank] {
                let reaches = (Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1])).contains {
                    isOpen[$0] && isReached[Int(graph.turnHead[$0])]
                }
                if reaches {
                    isReached[rank] = true
                    hasChanged = true
                }
            }
        }
        return isReached
    }
}
