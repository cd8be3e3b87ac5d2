/// The travel matrices of a VROOM document, or those that follow from its coordinates.
enum VROOMMatrices {
    /// The rows of the matrices that the document gives; `nil` if it gives none.
    static func rowCount(_ root: JSONCursor) throws(FormatError) -> Int? {
        if let matrix = root.optional("matrix") { return try matrix.elements().count }
        guard let matrices = root.optional("matrices") else { return nil }
        for member in try matrices.object() {
            guard let durations = JSONCursor(member.value, path: "\(matrices.path).\(member.key)").optional("durations") else {
                continue
            }
            return try durations.elements().count
        }
        throw matrices.error("no profile has durations")
    }

    /// A matrix for each profile.
    static func read(_ root: JSONCursor, profiles: [String], places: [Coordinate?]) throws(FormatError) -> [TravelMatrix] {
        var result: [TravelMatrix] = []
        if let matrix = root.optional("matrix") {
            let durations = try entries(matrix, size: places.count)
            return profiles.map { _ in TravelMatrix(size: places.count, durations: durations) }
        }
        guard let matrices = root.optional("matrices") else {
            let known = places.compactMap { $0 }
            for profile in profiles { result.append(try estimate(root, profile).matrix(known)) }
            return result
        }
        for profile in profiles {
            guard let object = matrices.optional(profile) else {
                throw FormatError(path: "\(matrices.path).\(profile)", "the key is missing, but a vehicle has this profile")
            }
            let size = places.count
            let durations = try entries(object.required("durations"), size: size)
            var tables: [[Int32]?] = []
            for key in ["distances", "costs"] {
                guard let table = object.optional(key) else {
                    tables.append(nil)
                    continue
                }
                tables.append(try entries(table, size: size))
            }
            var energies: [Int32]?
            if let table = object.optional("energies") { energies = try entries(table, size: size, isEnergy: true) }
            result.append(
                TravelMatrix(size: size, durations: durations, distances: tables[0], energies: energies, costs: tables[1]))
        }
        return result
    }

    /// How a profile travels where the document has no matrices: its entry in `profiles`, or a cargo bike.
    private static func estimate(_ root: JSONCursor, _ profile: String) throws(FormatError) -> GreatCircleTravel {
        var travel = GreatCircleTravel()
        guard let object = root.optional("profiles")?.optional(profile) else { return travel }
        travel.speed = try object.number("speed", default: travel.speed)
        travel.detourFactor = try object.number("detour_factor", default: travel.detourFactor)
        travel.consumption = try object.number("watt_hours_per_km", default: travel.consumption)
        guard travel.speed > 0, travel.detourFactor >= 1, travel.consumption >= 0 else {
            throw object.error("the speed must be over 0, the detour factor 1 or more, the consumption 0 or more")
        }
        return travel
    }

    private static func entries(_ table: JSONCursor, size: Int, isEnergy: Bool = false) throws(FormatError) -> [Int32] {
        guard case .array(let rows) = table.value else {
            throw table.error("an array is expected, not \(table.value.kindName)")
        }
        guard rows.count == size else { throw table.error("\(rows.count) rows where \(size) are expected") }
        var entries: [Int32] = []
        entries.reserveCapacity(size * size)
        for (row, cells) in rows.enumerated() {
            guard case .array(let cells) = cells, cells.count == size else {
                throw FormatError(path: "\(table.path)[\(row)]", "an array of \(size) numbers is expected")
            }
            for (column, cell) in cells.enumerated() {
                // null: there is no way.
                if cell == .null {
                    entries.append(TravelMatrix.unreachable)
                    continue
                }
                if !isEnergy, case .integer(let value) = cell, (0...Int(Int32.max)).contains(value) {
                    entries.append(Int32(value))
                    continue
                }
                let cursor = JSONCursor(cell, path: "\(table.path)[\(row)][\(column)]")
                let value = isEnergy ? try cursor.milliwattHours() : try cursor.natural()
                guard value <= Int(Int32.max) else { throw cursor.error("\(value) is too large, at most \(Int32.max)") }
                entries.append(Int32(value))
            }
        }
        return entries
    }
}
