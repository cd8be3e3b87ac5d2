/// An address of the extract: a house number with its street and a place on the map.
public struct StreetAddress: Sendable, Hashable {
    public var street: String
    public var houseNumber: String
    public var postcode: String
    public var city: String
    public var place: Coordinate

    /// All addresses of a file, from nodes and from buildings (in the middle of their corners).
    ///
    /// Reads the file twice and keeps only what has a house number.
    /// - Throws: ``OSMFileError``.
    public static func all(in file: OSMFile, progress: (Double) -> Void = { _ in }) throws -> [StreetAddress] {
        var buildings = BuildingCollector()
        try file.read(.ways, into: &buildings) { progress($0 / 2) }
        var collector = AddressCollector(buildings)
        try file.read(.nodes, into: &collector) { progress(0.5 + $0 / 2) }
        return collector.finished()
    }

    /// `nil` without a house number.
    fileprivate init?(_ tags: OSMTags, place: Coordinate) {
        guard let number = tags["addr:housenumber"], let street = tags["addr:street"] ?? tags["addr:place"] else { return nil }
        self.street = street
        houseNumber = number
        postcode = tags["addr:postcode"] ?? ""
        city = tags["addr:city"] ?? ""
        self.place = place
    }
}

private struct BuildingCollector: OSMVisitor {
    var buildings: [(tags: OSMTags, corners: Range<Int>)] = []
    var corners: [Int32] = []
    var index = NodeIndex(expecting: 1024)

    mutating func visit(_ way: OSMWay) {
        guard way.tags["addr:housenumber"] != nil, !way.nodes.isEmpty else { return }
        let start = corners.count
        // A closed ring names its first corner twice.
        for node in Set(way.nodes) { corners.append(index.insert(node)) }
        buildings.append((way.tags, start..<corners.count))
    }
}

private struct AddressCollector: OSMVisitor {
    private let buildings: BuildingCollector
    private var positions: [FixedCoordinate?]
    private var addresses: [StreetAddress] = []

    init(_ buildings: BuildingCollector) {
        self.buildings = buildings
        positions = Array(repeating: nil, count: buildings.index.ids.count)
    }

    mutating func visit(_ node: OSMNode) {
        if let number = buildings.index.find(node.id) { positions[Int(number)] = node.position }
        guard !node.tags.isEmpty, let address = StreetAddress(node.tags, place: node.position.coordinate) else { return }
        addresses.append(address)
    }

    func finished() -> [StreetAddress] {
        addresses
            + buildings.buildings.compactMap { building in
                let known = building.corners.compactMap { positions[Int(buildings.corners[$0])]?.coordinate }
                guard !known.isEmpty else { return nil }
                let latitude = known.reduce(0) { $0 + $1.latitude } / Double(known.count)
                let longitude = known.reduce(0) { $0 + $1.longitude } / Double(known.count)
                return StreetAddress(building.tags, place: Coordinate(latitude: latitude, longitude: longitude))
            }
    }
}
