/// Addresses of an extract made fit for looking them up: each with one house number, a postcode and a town.
///
/// OpenStreetMap leaves out what is the same all around. A missing postcode or town is taken from the nearest address that has one, of the same
/// street if there is one near, else of any.
public struct AddressCompletion: Sendable {
    public private(set) var addresses: [StreetAddress] = []
    /// How many were left out, because they have no postcode and no neighbour with one.
    public private(set) var incomplete = 0
    /// How many took postcode or town from a neighbour.
    public private(set) var completed = 0

    /// Metres within which an address is a neighbour.
    static let reach = 1500.0

    /// - Parameters:
    ///   - postcode: of those that have no neighbour with one.
    ///   - city: the same for the town; empty where it is not known.
    public init(_ found: [StreetAddress], postcode: String? = nil, city: String? = nil) {
        let usable = found.flatMap(Self.singleNumbers)
        let donors = Neighbours(usable.filter { Self.isPostcode($0.postcode) && !$0.city.isEmpty })
        let postcodeDonors = Neighbours(usable.filter { Self.isPostcode($0.postcode) })
        for var address in usable {
            let isWhole = Self.isPostcode(address.postcode) && !address.city.isEmpty
            if !isWhole {
                let donor = donors.nearest(to: address) ?? postcodeDonors.nearest(to: address)
                if !Self.isPostcode(address.postcode) { address.postcode = donor?.postcode ?? postcode ?? "" }
                if address.city.isEmpty { address.city = donor?.city ?? "" }
                if address.city.isEmpty { address.city = city ?? "" }
                guard Self.isPostcode(address.postcode) else {
                    incomplete += 1
                    continue
                }
                completed += 1
            }
            addresses.append(address)
        }
    }

    /// `12;14` and `12, 14` are two houses at one place.
    private static func singleNumbers(_ address: StreetAddress) -> [StreetAddress] {
        address.houseNumber.split { $0 == ";" || $0 == "," }.compactMap { part in
            let number = part.filter { !$0.isWhitespace }
            guard !number.isEmpty, number.count <= 20, !address.street.isEmpty else { return nil }
            var single = address
            single.houseNumber = number
            return single
        }
    }

    private static func isPostcode(_ text: String) -> Bool {
        text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Addresses by street and by square of a grid.
    private struct Neighbours {
        private struct Square: Hashable {
            var east: Int
            var north: Int
        }

        /// Squares of some 500 m.
        private static let degrees = 0.005
        private var byStreet: [String: [StreetAddress]] = [:]
        private var bySquare: [Square: [StreetAddress]] = [:]

        init(_ addresses: [StreetAddress]) {
            byStreet = Dictionary(grouping: addresses, by: \.street)
            bySquare = Dictionary(grouping: addresses) { Self.square($0.place) }
        }

        private static func square(_ place: Coordinate) -> Square {
            Square(
                east: Int((place.longitude / degrees).rounded(.down)), north: Int((place.latitude / degrees).rounded(.down)))
        }

        func nearest(to address: StreetAddress) -> StreetAddress? {
            if let found = nearest(to: address.place, among: byStreet[address.street] ?? []) { return found }
            let middle = Self.square(address.place)
            var near: [StreetAddress] = []
            // Rings of squares; one more ring than the first with a neighbour, for the corners.
            var lastRing = 4
            var ring = 0
            while ring <= lastRing {
                for north in -ring...ring {
                    for east in -ring...ring where max(abs(north), abs(east)) == ring {
                        near += bySquare[Square(east: middle.east + east, north: middle.north + north)] ?? []
                    }
                }
                if !near.isEmpty { lastRing = min(lastRing, ring + 1) }
                ring += 1
            }
            return nearest(to: address.place, among: near)
        }

        private func nearest(to place: Coordinate, among candidates: [StreetAddress]) -> StreetAddress? {
            candidates.map { (GreatCircleTravel.distance(place, $0.place), $0) }.filter { $0.0 <= reach }.min { $0.0 < $1.0 }?.1
        }
    }
}
