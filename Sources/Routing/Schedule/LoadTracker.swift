/// What is on board along a tour.
///
/// A trip's deliveries are on board from its start, what jobs pick up stays until its end, a pair's goods from pick-up to drop-off.
struct LoadTracker {
    private(set) var load: [Int]
    private let problem: Problem
    /// The sum of the deliveries of each trip.
    private let loaded: [[Int]]
    private var trip = 0

    init(_ problem: Problem, _ stops: [Stop]) {
        self.problem = problem
        let nothing = [Int](repeating: 0, count: problem.dimensionCount)
        var loaded = [nothing]
        for stop in stops {
            switch stop {
            case .job(let index): loaded[loaded.count - 1].add(problem.jobs[index].delivery)
            case .reload: loaded.append(nothing)
            case .pickup, .dropoff, .rest: break
            }
        }
        self.loaded = loaded
        load = nothing
    }

    mutating func advance(_ kind: Schedule.Kind) {
        switch kind {
        case .start: load = loaded[0]
        case .end: load = [Int](repeating: 0, count: load.count)
        case .stop(.job(let index)):
            load.subtract(problem.jobs[index].delivery)
            load.add(problem.jobs[index].pickup)
        case .stop(.pickup(let index)): load.add(problem.pairs[index].amount)
        case .stop(.dropoff(let index)): load.subtract(problem.pairs[index].amount)
        case .stop(.reload):
            trip += 1
            load = loaded[trip]
        case .stop(.rest): break
        }
    }
}

extension Array where Element == Int {
    /// Adds for each dimension; an empty `other` is nothing.
    mutating func add(_ other: [Int]) {
        for index in other.indices { self[index] += other[index] }
    }

    mutating func subtract(_ other: [Int]) {
        for index in other.indices { self[index] -= other[index] }
    }
}
