/// A benchmark file as a routing problem, and the way back to the solution format of the benchmark's checker.
///
/// Locations are the file's nodes, depots first, counted from 0. Jobs, pick-ups and drop-offs have their node as number.
public struct BenchmarkInstance: Sendable {
    public let name: String
    public let set: BenchmarkSet
    public let problem: Problem

    /// - Parameters:
    ///   - name: the file's name without its extension.
    ///   - bytes: what is in the file.
    /// - Throws: ``FormatError`` with the line that is wrong.
    public init(name: String, set: BenchmarkSet, bytes: [UInt8]) throws(FormatError) {
        self.name = name
        self.set = set
        let lines = TextLines(bytes)
        let nodes =
            switch set.format {
            case .vrplib: try VRPLIBReader.read(lines, set)
            case .lilim: try PairFileReader.readLiLim(lines, set)
            case .sartori: try PairFileReader.readSartori(lines)
            }
        problem = nodes.problem
        do {
            try problem.validate()
        } catch {
            throw FormatError("the instance makes no sense: \(error)")
        }
    }

    /// A solution as JSON: routes of node numbers, with a depot's number for each reload, and the exact scaled cost.
    public func json(_ solution: Solution) -> JSONValue {
        let routes = solution.tours.filter { !$0.stops.isEmpty }.map { tour -> JSONValue in
            .object([
                .init("vehicle", .integer(tour.vehicle)),
                .init("stops", .array(tour.stops.compactMap { problem.location(of: $0) }.map { .integer($0) })),
            ])
        }
        return .object([
            .init("instance", .string("\(set.rawValue)/\(name)")),
            .init("cost", .integer(problem.cost(of: solution).rounded)),
            .init("routes", .array(routes)),
        ])
    }

    /// The solution that a JSON document of that format describes; nodes that no route visits are unserved.
    /// - Throws: ``FormatError`` with the path of what is wrong. Whether the solution is feasible is not looked at.
    public func solution(_ json: JSONValue) throws(FormatError) -> Solution {
        guard case .array(let routes)? = json["routes"] else { throw FormatError(path: "$.routes", "an array is expected") }
        let stopOfNode = stopsByNode
        var solution = Solution()
        var served: Set<Request> = []
        for (index, route) in routes.enumerated() {
            let path = "$.routes[\(index)]"
            guard case .array(let nodes)? = route["stops"] else {
                throw FormatError(path: path + ".stops", "an array is expected")
            }
            if nodes.isEmpty { continue }
            var tour = Solution.Tour(vehicle: solution.tours.count, stops: [])
            if let vehicle = route["vehicle"] {
                guard case .integer(let number) = vehicle else {
                    throw FormatError(path: path + ".vehicle", "a whole number is expected")
                }
                tour.vehicle = number
            }
            for (position, node) in nodes.enumerated() {
                guard case .integer(let number) = node, stopOfNode.indices.contains(number) else {
                    throw FormatError(path: path + ".stops[\(position)]", "a node from 0 to \(stopOfNode.count - 1) is expected")
                }
                tour.stops.append(stopOfNode[number])
                if let request = stopOfNode[number].request { served.insert(request) }
            }
            solution.tours.append(tour)
        }
        solution.unserved = problem.requests.filter { !served.contains($0.request) }.map { Solution.Unserved($0.request) }
        return solution
    }

    private var stopsByNode: [Stop] {
        var stops = (0..<(problem.matrices.first?.size ?? 0)).map { Stop.reload(hub: $0) }
        for (index, job) in problem.jobs.enumerated() { stops[job.location] = .job(index) }
        for (index, pair) in problem.pairs.enumerated() {
            stops[pair.pickup.location] = .pickup(index)
            stops[pair.delivery.location] = .dropoff(index)
        }
        return stops
    }
}
