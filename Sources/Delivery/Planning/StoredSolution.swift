import Routing

/// A solution as it is stored with its plan: indices into the problem that the plan's ``DayProblem`` gives.
struct StoredSolution: Hashable, Codable, Sendable {
    struct StopRecord: Hashable, Codable, Sendable {
        enum Kind: String, Codable { case job, pickup, dropoff, reload, rest }
        let kind: Kind
        let index: Int
    }

    struct TourRecord: Hashable, Codable, Sendable {
        let vehicle: Int
        let stops: [StopRecord]
    }

    struct UnservedRecord: Hashable, Codable, Sendable {
        enum Kind: String, Codable { case job, pair }
        let kind: Kind
        let index: Int
        let reasons: [Constraint]
    }

    let tours: [TourRecord]
    let unserved: [UnservedRecord]

    init(_ solution: Solution) {
        tours = solution.tours.map { tour in
            TourRecord(
                vehicle: tour.vehicle,
                stops: tour.stops.map { stop in
                    switch stop {
                    case .job(let index): StopRecord(kind: .job, index: index)
                    case .pickup(let index): StopRecord(kind: .pickup, index: index)
                    case .dropoff(let index): StopRecord(kind: .dropoff, index: index)
                    case .reload(let hub): StopRecord(kind: .reload, index: hub)
                    case .rest(let index): StopRecord(kind: .rest, index: index)
                    }
                })
        }
        unserved = solution.unserved.map { entry in
            switch entry.request {
            case .job(let index): UnservedRecord(kind: .job, index: index, reasons: entry.reasons)
            case .pair(let index): UnservedRecord(kind: .pair, index: index, reasons: entry.reasons)
            }
        }
    }

    var solution: Solution {
        Solution(
            tours: tours.map { tour in
                Solution.Tour(
                    vehicle: tour.vehicle,
                    stops: tour.stops.map { stop in
                        switch stop.kind {
                        case .job: .job(stop.index)
                        case .pickup: .pickup(stop.index)
                        case .dropoff: .dropoff(stop.index)
                        case .reload: .reload(hub: stop.index)
                        case .rest: .rest(stop.index)
                        }
                    })
            },
            unserved: unserved.map { entry in
                Solution.Unserved(entry.kind == .job ? .job(entry.index) : .pair(entry.index), reasons: entry.reasons)
            })
    }
}
