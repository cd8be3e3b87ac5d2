/// What is odd about the network for one bike: parts one cannot get to, or not away from.
public struct NetworkCheck: Sendable {
    /// Streets that hang together but are cut off from the main network.
    public struct Island: Sendable, Hashable {
        public var metres: Double
        public var edges: Int
        /// Some point of it.
        public var place: Coordinate
        public var name: String
    }

    /// A stretch that can be entered and not left, or left and not entered.
    public struct SuspiciousOneWay: Sendable, Hashable {
        public enum Kind: String, Sendable {
            case noWayOut = "no way out"
            case noWayIn = "no way in"
        }

        public var kind: Kind
        public var way: Int64
        public var name: String
        public var place: Coordinate
    }

    /// An address whose nearest usable street is far.
    public struct FarAddress: Sendable, Hashable {
        public var address: StreetAddress
        /// Metres to the street; `nil` where none is within reach.
        public var metres: Double?
    }

    public var islands: [Island] = []
    public var oneWays: [SuspiciousOneWay] = []
    public var farAddresses: [FarAddress] = []
    /// How many addresses were looked at.
    public var addressCount = 0
    /// Metres of the streets that the bike may use, and of those within the main network.
    public var openMetres = 0.0
    public var connectedMetres = 0.0

    /// - Parameters:
    ///   - addresses: places to be delivered to.
    ///   - farther: metres from which an address counts as far from the street.
    public init(_ network: BikeNetwork, addresses: [StreetAddress] = [], farther limit: Double = 100) {
        let metric = network.metric
        let graph = network.graph
        var isOpen = [Bool](repeating: false, count: graph.edgeCount)
        var isConnected = isOpen
        for edge in 0..<graph.edgeCount {
            for piece in graph.pieces(ofEdge: edge) {
                let open = metric.pieceTime[2 * piece] < TravelCost.noWay || metric.pieceTime[2 * piece + 1] < TravelCost.noWay
                if open { isOpen[edge] = true }
                if open { openMetres += Double(graph.pieceLength[piece]) / 100 }
                if metric.isPieceConnected[piece] {
                    isConnected[edge] = true
                    connectedMetres += Double(graph.pieceLength[piece]) / 100
                }
            }
        }
        findIslands(graph, isOpen: isOpen, isConnected: isConnected)
        addressCount = addresses.count
        farAddresses = addresses.compactMap { address in
            let street = network.nearest(to: address.place)
            guard street.map({ $0.snapDistance > limit }) ?? true else { return nil }
            return FarAddress(address: address, metres: street?.snapDistance)
        }
    }

    /// Groups the open edges outside the main network by the nodes they share.
    private mutating func findIslands(_ graph: StreetGraph, isOpen: [Bool], isConnected: [Bool]) {
        var edgesAtNode: [Int32: [Int]] = [:]
        var isAtMain = [Bool](repeating: false, count: graph.nodeCount)
        for edge in 0..<graph.edgeCount where isOpen[edge] {
            for node in [graph.edgeTail[edge], graph.edgeHead[edge]] {
                if isConnected[edge] { isAtMain[Int(node)] = true } else { edgesAtNode[node, default: []].append(edge) }
            }
        }
        var isSeen = [Bool](repeating: false, count: graph.edgeCount)
        for start in 0..<graph.edgeCount where isOpen[start] && !isConnected[start] && !isSeen[start] {
            var group: [Int] = []
            var pending = [start]
            var touchesMain = false
            isSeen[start] = true
            while let edge = pending.popLast() {
                group.append(edge)
                for node in [graph.edgeTail[edge], graph.edgeHead[edge]] {
                    if isAtMain[Int(node)] { touchesMain = true }
                    for other in edgesAtNode[node] ?? [] where !isSeen[other] {
                        isSeen[other] = true
                        pending.append(other)
                    }
                }
            }
            let piece = Int(graph.edgeFirstPiece[start])
            let place = graph.position(ofPoint: Int(graph.pieceFirstPoint[piece]))
            if touchesMain {
                let leadsAway = isAtMain[Int(graph.edgeTail[start])] == (graph.arcRank[2 * start] >= 0)
                oneWays.append(
                    SuspiciousOneWay(
                        kind: leadsAway ? .noWayOut : .noWayIn, way: graph.pieceWay[piece], name: graph.name(ofPiece: piece),
                        place: place))
            } else {
                let metres = group.reduce(0.0) { $0 + Double(graph.edgeLength[$1]) / 100 }
                islands.append(Island(metres: metres, edges: group.count, place: place, name: graph.name(ofPiece: piece)))
            }
        }
        islands.sort { $0.metres > $1.metres }
    }
}
