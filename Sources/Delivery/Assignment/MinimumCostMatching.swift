/// The cheapest way to give each row a column of its own: the Hungarian method in its shortest-augmenting-path form with potentials
/// (Kuhn 1955, Munkres 1957; Jonker & Volgenant, Computing 38, 1987). O(rows² · (rows + columns)).
enum MinimumCostMatching {
    /// As many rows as can be matched, and of all such matchings one of the least cost.
    ///
    /// - Parameter cost: of giving a row a column, from 0 to a billion; `nil` where that must not be.
    /// - Returns: for each row its column, `nil` for a row that goes without.
    static func solve(rows: Int, columns: Int, cost: (_ row: Int, _ column: Int) -> Int?) -> [Int?] {
        guard rows > 0 else { return [] }
        // Each row has a column of its own that stands for going without; it costs more than any matching.
        let width = columns + rows
        var table = [Int](repeating: 0, count: rows * width)
        var dearest = 1
        for row in 0..<rows {
            for column in 0..<columns { if let cost = cost(row, column) { dearest = max(dearest, cost) } }
        }
        let without = dearest * (rows + 1) + 1
        let never = without * (rows + 1) + 1
        for row in 0..<rows {
            for column in 0..<columns { table[row * width + column] = cost(row, column) ?? never }
            for other in 0..<rows { table[row * width + columns + other] = other == row ? without : never }
        }
        return augment(table, rows: rows, width: width).map { $0 < columns ? $0 : nil }
    }

    /// Rows and columns count from 1 here; 0 is the row that is being placed.
    private static func augment(_ table: [Int], rows: Int, width: Int) -> [Int] {
        var rowPotential = [Int](repeating: 0, count: rows + 1)
        var columnPotential = [Int](repeating: 0, count: width + 1)
        var rowOfColumn = [Int](repeating: 0, count: width + 1)
        for newRow in 1...rows {
            rowOfColumn[0] = newRow
            var distance = [Int](repeating: .max, count: width + 1)
            var previous = [Int](repeating: 0, count: width + 1)
            var isVisited = [Bool](repeating: false, count: width + 1)
            var column = 0
            repeat {
                isVisited[column] = true
                let row = rowOfColumn[column]
                var (step, next) = (Int.max, 0)
                for candidate in 1...width where !isVisited[candidate] {
                    let reduced = table[(row - 1) * width + candidate - 1] - rowPotential[row] - columnPotential[candidate]
                    if reduced < distance[candidate] { (distance[candidate], previous[candidate]) = (reduced, column) }
                    if distance[candidate] < step { (step, next) = (distance[candidate], candidate) }
                }
                for visited in 0...width {
                    if isVisited[visited] {
                        rowPotential[rowOfColumn[visited]] += step
                        columnPotential[visited] -= step
                    } else if distance[visited] != .max {
                        distance[visited] -= step
                    }
                }
                column = next
            } while rowOfColumn[column] != 0
            while column != 0 {
                rowOfColumn[column] = rowOfColumn[previous[column]]
                column = previous[column]
            }
        }
        var columnOfRow = [Int](repeating: 0, count: rows)
        for column in 1...width where rowOfColumn[column] != 0 { columnOfRow[rowOfColumn[column] - 1] = column - 1 }
        return columnOfRow
    }
}
