/// The locations of a VROOM document: rows of its matrices, or the different coordinates that occur in it.
struct LocationTable {
    /// The rows of the matrices given; `nil` where travel follows from coordinates.
    let rows: Int?
    private(set) var coordinates: [Coordinate?]
    private var indexOfCoordinate: [Coordinate: Int] = [:]

    init(rows: Int?) {
        self.rows = rows
        coordinates = [Coordinate?](repeating: nil, count: rows ?? 0)
    }

    /// The location that an object gives by an index or by coordinates; `nil` where it gives neither.
    mutating func location(of object: JSONCursor, _ key: String, _ indexKey: String) throws(FormatError) -> Int? {
        var coordinate: Coordinate?
        if let member = object.optional(key) { coordinate = try member.coordinate() }
        guard let rows else {
            guard let coordinate else {
                if object.optional(indexKey) != nil {
                    throw FormatError(path: "\(object.path).\(indexKey)", "an index needs matrices, and the document has none")
                }
                return nil
            }
            if let index = indexOfCoordinate[coordinate] { return index }
            coordinates.append(coordinate)
            indexOfCoordinate[coordinate] = coordinates.count - 1
            return coordinates.count - 1
        }
        guard let member = object.optional(indexKey) else {
            if coordinate == nil { return nil }
            throw FormatError(path: "\(object.path).\(indexKey)", "the key is missing; with matrices a location needs its index")
        }
        let index = try member.natural()
        guard index < rows else { throw member.error("there is no row \(index) in matrices of \(rows) rows") }
        if let coordinate { coordinates[index] = coordinate }
        return index
    }

    /// A location that must be given.
    mutating func requiredLocation(of object: JSONCursor) throws(FormatError) -> Int {
        guard let location = try location(of: object, "location", "location_index") else {
            let key = rows == nil ? "location" : "location_index"
            throw FormatError(path: "\(object.path).\(key)", "the key is missing")
        }
        return location
    }
}
