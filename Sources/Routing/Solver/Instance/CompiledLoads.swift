/// Loads and capacities of an instance in 32 bits, while it is being compiled.
///
/// Amounts larger than what fits are divided: capacities are rounded down and loads up, so that what fits here fits in truth.
struct CompiledLoads {
    private(set) var amounts: [Int32]
    private(set) var capacities: [Int32]
    private let dimensions: Int
    private let nodeCount: Int

    private static let largest = 1 << 29

    init(_ problem: Problem, _ layout: NodeLayout, dimensions: Int) {
        self.dimensions = dimensions
        nodeCount = layout.nodeCount
        amounts = [Int32](repeating: 0, count: 3 * layout.nodeCount * dimensions)
        capacities = [Int32](repeating: Int32(Self.largest), count: problem.vehicles.count * dimensions)
        let isMeasured = problem.dimensionCount > 0
        for dimension in 0..<dimensions {
            func part(_ amount: [Int]) -> Int { dimension < amount.count ? amount[dimension] : 0 }
            var total = 0
            for job in problem.jobs { total += part(job.delivery) + part(job.pickup) }
            for pair in problem.pairs { total += part(pair.amount) }
            let divisor = max(1, (total + Self.largest - 1) / Self.largest)
            func up(_ amount: Int) -> Int32 { Int32(clamping: (amount + divisor - 1) / divisor) }

            for (vehicle, data) in problem.vehicles.enumerated() where isMeasured {
                capacities[vehicle * dimensions + dimension] = Int32(min(part(data.capacity) / divisor, Self.largest))
            }
            for (node, job) in problem.jobs.enumerated() {
                amounts[node * dimensions + dimension] = up(part(job.delivery))
                amounts[(nodeCount + node) * dimensions + dimension] = up(part(job.pickup))
            }
            for (index, pair) in problem.pairs.enumerated() {
                let at = 2 * nodeCount + layout.jobs + 2 * index
                amounts[at * dimensions + dimension] = up(part(pair.amount))
                amounts[(at + 1) * dimensions + dimension] = -up(part(pair.amount))
            }
        }
    }

    /// Whether an otherwise empty vehicle could carry a request.
    func fits(request: Int, jobs: Int, vehicle: Int) -> Bool {
        let node = request < jobs ? request : jobs + 2 * (request - jobs)
        return (0..<dimensions).allSatisfy { dimension in
            let capacity = capacities[vehicle * dimensions + dimension]
            return (0..<3).allSatisfy { amounts[($0 * nodeCount + node) * dimensions + dimension] <= capacity }
        }
    }
}
