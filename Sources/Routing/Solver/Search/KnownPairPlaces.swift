/// The best place of one pair in one tour, as long as the tour does not change.
struct KnownPairPlace {
    /// That of the tour when it was looked for; see ``TourState/version``.
    var version = -1
    /// If there is none: what there is none below.
    var cost = 0
    var after: Int32 = -1
    var dropoffAfter: Int32 = -1
}

/// The best place of each pair in each tour: most tours are the same in one iteration as in the one before, and looking for places of
/// a pair takes the square of a tour's stops.
final class KnownPairPlaces {
    private let vehicleCount: Int
    private let capacity: Int
    private let entries: UnsafeMutablePointer<KnownPairPlace>

    /// Whether places are kept: there are pairs, and not so many that the table would outgrow all else (48 MiB).
    var isKept: Bool { capacity > 0 }

    init(_ instance: Instance) {
        vehicleCount = instance.vehicleCount
        let wanted = instance.requestCount * instance.vehicleCount
        capacity = instance.features.pairs && !instance.features.simulated && wanted <= 2 << 20 ? wanted : 0
        entries = .allocate(capacity: max(1, capacity))
        entries.initialize(repeating: KnownPairPlace(), count: max(1, capacity))
    }

    deinit {
        entries.deallocate()
    }

    @inline(__always)
    func entry(request: Int, vehicle: Int) -> UnsafeMutablePointer<KnownPairPlace> {
        entries + (request &* vehicleCount &+ vehicle)
    }
}
