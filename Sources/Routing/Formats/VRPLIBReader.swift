/// Reads VRPLIB files: `KEY : value` lines and `NAME_SECTION` blocks, with the sections for heterogeneous fleets, prizes, releases
/// and reloads that PyVRP's instance sets use.
struct VRPLIBReader {
    private var head: [String: (line: Int, value: String)] = [:]
    private var sections: [String: [TextLines.Line]] = [:]
    private let set: BenchmarkSet

    static func read(_ lines: TextLines, _ set: BenchmarkSet) throws(FormatError) -> NodeTable {
        try VRPLIBReader(lines, set).table()
    }

    private init(_ lines: TextLines, _ set: BenchmarkSet) throws(FormatError) {
        self.set = set
        var current: String?
        for line in lines.lines {
            let text = line.text
            if text == "EOF" { continue }
            if let name = Self.sectionName(text) {
                current = name
                sections[name] = []
            } else if let colon = text.firstIndex(of: ":") {
                let key = text[..<colon].filter { $0 != " " }
                head[key] = (line.number, text[text.index(after: colon)...].drop { $0 == " " }.description)
                current = nil
            } else if let current {
                sections[current, default: []].append(line)
            } else {
                throw FormatError(line: line.number, "the line belongs to no section: \(text.prefix(60))")
            }
        }
    }

    private static func sectionName(_ text: String) -> String? {
        let name = text.filter { $0 != " " && $0 != ":" }
        let isName = name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
        return isName && name.hasSuffix("_SECTION") ? String(name.dropLast("_SECTION".count)) : nil
    }

    private func table() throws(FormatError) -> NodeTable {
        let count = try headInteger("DIMENSION")
        guard let count, count > 0 else { throw FormatError("the file has no DIMENSION") }
        let depots = try depotCount(nodes: count)
        var table = NodeTable(
            nodes: [NodeTable.Node](repeating: .init(), count: count), depots: depots, durations: nil, vehicles: [])
        try readNodes(&table)
        if head["EDGE_WEIGHT_TYPE"]?.value == "EXPLICIT" {
            table.durations = try matrix(count)
        } else {
            try fill(&table, "NODE_COORD", width: 2) { node, values in (node.x, node.y) = (values[0], values[1]) }
            table.measureDistances(set)
        }
        table.vehicles = try fleet(table)
        return table
    }

    private func headInteger(_ key: String) throws(FormatError) -> Int? {
        guard let (line, value) = head[key] else { return nil }
        guard let number = Double(value), abs(number) < 1e15 else { throw FormatError(line: line, "\(value) is not a number") }
        return Int(number)
    }

    private func depotCount(nodes: Int) throws(FormatError) -> Int {
        var depots: [Int] = []
        for line in sections["DEPOT"] ?? [] {
            for index in line.words.indices {
                let depot = try line.integer(index)
                if depot != -1 { depots.append(depot) }
            }
        }
        guard !depots.isEmpty, depots == Array(1...depots.count), depots.count < nodes else {
            throw FormatError(line: sections["DEPOT"]?.first?.number, "the depots are not the first nodes")
        }
        return depots.count
    }

    private func readNodes(_ table: inout NodeTable) throws(FormatError) {
        let set = set
        if sections["DEMAND"] != nil {
            try fill(&table, "DEMAND", width: 1) { node, values in node.demand = Int(values[0]) }
        }
        if sections["TIME_WINDOW"] != nil {
            var isReversed = false
            try fill(&table, "TIME_WINDOW", width: 2) { node, values in
                let (start, end) = (set.scaled(values[0]), set.scaled(values[1]))
                isReversed = isReversed || start > end
                node.window = TimeWindow(start, max(start, end))
            }
            if isReversed { throw FormatError("a time window ends before it starts") }
        }
        if sections["SERVICE_TIME"] != nil {
            try fill(&table, "SERVICE_TIME", width: 1) { node, values in node.service = set.scaled(values[0]) }
        } else if let (line, value) = head["SERVICE_TIME"] {
            guard let service = Double(value) else { throw FormatError(line: line, "\(value) is not a number") }
            for index in table.nodes.indices.dropFirst(table.depots) { table.nodes[index].service = set.scaled(service) }
        }
        if sections["RELEASE_TIME"] != nil {
            try fill(&table, "RELEASE_TIME", width: 1) { node, values in node.release = set.scaled(values[0]) }
        }
        if sections["PRIZE"] != nil {
            try fill(&table, "PRIZE", width: 1) { node, values in node.prize = set.scaled(values[0]) }
        }
    }

    /// Reads a section with one line a node: number, values.
    private func fill(
        _ table: inout NodeTable, _ section: String, width: Int, _ store: (inout NodeTable.Node, [Double]) -> Void
    ) throws(FormatError) {
        guard let lines = sections[section] else { throw FormatError("the file has no \(section)_SECTION") }
        var seen = 0
        for line in lines {
            let node = try line.integer(0) - 1
            guard table.nodes.indices.contains(node) else { throw FormatError(line: line.number, "there is no node \(node + 1)") }
            var values: [Double] = []
            for index in 1...width { values.append(try line.number(index)) }
            guard values.allSatisfy({ abs($0) < 1e12 }) else { throw FormatError(line: line.number, "a value is too large") }
            store(&table.nodes[node], values)
            seen += 1
        }
        guard seen == table.nodes.count else {
            throw FormatError("\(section)_SECTION has \(seen) lines for \(table.nodes.count) nodes")
        }
    }

    private func matrix(_ count: Int) throws(FormatError) -> [Int32] {
        var entries: [Int32] = []
        entries.reserveCapacity(count * count)
        for line in sections["EDGE_WEIGHT"] ?? [] {
            for index in line.words.indices { entries.append(Int32(clamping: try line.integer(index))) }
        }
        guard entries.count == count * count else {
            throw FormatError("EDGE_WEIGHT_SECTION has \(entries.count) entries for \(count) nodes")
        }
        return entries
    }

    // MARK: The fleet

    private func fleet(_ table: NodeTable) throws(FormatError) -> [Vehicle] {
        var count = try fleetThatDoesNotBind(table)
        if !set.hasUnlimitedFleet, let listed = try headInteger("VEHICLES") { count = listed }
        guard count >= 0, count <= 1_000_000 else { throw FormatError(line: head["VEHICLES"]?.line, "\(count) vehicles") }
        let capacity = try perVehicle("CAPACITY", count)
        let depot = try perVehicle("VEHICLES_DEPOT", count)
        let fixed = try perVehicle("VEHICLES_FIXED_COST", count)
        let unit = try perVehicle("VEHICLES_UNIT_DISTANCE_COST", count)
        let longest = try perVehicle("VEHICLES_MAX_DURATION", count)
        let reload = try perVehicle("VEHICLES_RELOAD_DEPOT", count)
        var vehicles: [Vehicle] = []
        for index in 0..<count {
            let home = Int(depot[index].first ?? 1) - 1
            let reloads = reload[index].map { Int($0) - 1 }
            guard ([home] + reloads).allSatisfy({ (0..<table.depots).contains($0) }) else {
                throw FormatError("vehicle \(index + 1) names a depot that does not exist")
            }
            vehicles.append(
                Vehicle(
                    id: index, start: .hub(home), end: .hub(home), reloadHubs: reloads,
                    capacity: [capacity[index].first.map { Int($0) } ?? endOfTime], shift: table.nodes[home].window,
                    costs: .init(
                        fixed: set.scaled(fixed[index].first ?? 0),
                        perTravelHour: Int(((unit[index].first ?? 1) * 3600).rounded())),
                    limits: .init(duration: longest[index].first.map { set.scaled($0) })))
        }
        return vehicles
    }

    /// Values for each vehicle: of a section with one line a vehicle, or one value of the head for all.
    private func perVehicle(_ key: String, _ count: Int) throws(FormatError) -> [[Double]] {
        var rows = [[Double]](repeating: [], count: count)
        if let lines = sections[key] {
            for line in lines {
                let vehicle = try line.integer(0) - 1
                guard rows.indices.contains(vehicle) else { continue }
                for index in line.words.indices.dropFirst() { rows[vehicle].append(try line.number(index)) }
            }
        } else if let (line, value) = head[key] {
            guard let number = Double(value) else { throw FormatError(line: line, "\(value) is not a number") }
            rows = [[Double]](repeating: [number], count: count)
        }
        return rows
    }

    /// How many vehicles an optimal solution can need at most where the file sets no number.
    ///
    /// Without time windows no two tours of an optimal solution fit into one vehicle together (joining them saves way), so any two
    /// of k tours carry more than the capacity: k is less than twice the total over the capacity, plus one. One more is allowed
    /// for rounding. With time windows nothing better than one a customer is sure.
    private func fleetThatDoesNotBind(_ table: NodeTable) throws(FormatError) -> Int {
        let customers = table.nodes.dropFirst(table.depots)
        guard customers.allSatisfy({ $0.window == .always }), let capacity = try headInteger("CAPACITY"), capacity > 0 else {
            return customers.count
        }
        let total = customers.reduce(0) { $0 + $1.demand }
        return min(customers.count, 2 * total / capacity + 2)
    }
}
