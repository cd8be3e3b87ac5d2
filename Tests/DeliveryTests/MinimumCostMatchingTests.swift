import Testing

@testable import Delivery

@Suite("Matching")
struct MinimumCostMatchingTests {
    @Test("random small problems: nobody by hand finds more pairs or a cheaper choice", arguments: UInt64(1)...300)
    func bruteForce(seed: UInt64) {
        var generator = XorShift(seed: seed)
        let (rows, columns) = (Int.random(in: 0...5, using: &generator), Int.random(in: 0...5, using: &generator))
        let costs: [[Int?]] = (0..<rows).map { _ in
            (0..<columns).map { _ in
                Int.random(in: 0..<10, using: &generator) < 3 ? nil : Int.random(in: 0...40, using: &generator)
            }
        }
        let matching = MinimumCostMatching.solve(rows: rows, columns: columns) { costs[$0][$1] }

        let pairs = matching.enumerated().compactMap { row, column in column.map { (row, $0) } }
        #expect(matching.count == rows)
        #expect(Set(pairs.map(\.1)).count == pairs.count, "seed \(seed): a column is taken twice")
        #expect(pairs.allSatisfy { costs[$0.0][$0.1] != nil }, "seed \(seed): a forbidden pair")
        let best = best(costs, row: 0, taken: [])
        let found = (pairs: pairs.count, cost: pairs.reduce(0) { $0 + (costs[$1.0][$1.1] ?? 0) })
        #expect(found == best, "seed \(seed)")
    }

    @Test("without columns every row goes without")
    func noColumns() {
        #expect(MinimumCostMatching.solve(rows: 2, columns: 0) { _, _ in 1 } == [nil, nil])
    }

    private func best(_ costs: [[Int?]], row: Int, taken: Set<Int>) -> (pairs: Int, cost: Int) {
        guard row < costs.count else { return (0, 0) }
        var best = best(costs, row: row + 1, taken: taken)
        for (column, cost) in costs[row].enumerated() where !taken.contains(column) {
            guard let cost else { continue }
            let rest = self.best(costs, row: row + 1, taken: taken.union([column]))
            let candidate = (pairs: rest.pairs + 1, cost: rest.cost + cost)
            if (-candidate.pairs, candidate.cost) < (-best.pairs, best.cost) { best = candidate }
        }
        return best
    }
}
