import Routing

/// What a plan is worth under all constraints and true costs, whoever made it.
struct Verdict: Encodable {
    let name: String
    let requests: Int
    let unserved: Int
    /// Doors at which the bike begins after the window has closed.
    let late: Int
    /// Constraints that the checker finds broken, by name; lateness is among them.
    let broken: [String: Int]
    let tours: Int
    let kilometres: Double
    let costCents: Int
    /// Of what is served.
    let centsPerDrop: Double
    let seconds: Double?

    init(_ name: String, _ problem: Problem, _ solution: Solution, seconds: Double?) {
        self.name = name
        self.seconds = seconds
        requests = problem.jobs.count + problem.pairs.count
        unserved = solution.unserved.count
        let schedules = solution.tours.filter { !$0.stops.isEmpty }.map { Schedule(problem, $0) }
        tours = schedules.count
        kilometres = Double(schedules.reduce(0) { $0 + $1.distance }) / 1000
        costCents = problem.cost(of: solution).rounded
        centsPerDrop = Double(costCents) / Double(max(1, requests - unserved))
        late = schedules.reduce(0) { $0 + Self.late($1, problem) }
        broken = Checker.check(problem, solution).reduce(into: [:]) { $0[$1.constraint.rawValue, default: 0] += 1 }
    }

    private static func late(_ schedule: Schedule, _ problem: Problem) -> Int {
        schedule.steps.count { step in
            let windows: [TimeWindow]
            switch step.kind {
            case .stop(.job(let index)): windows = problem.jobs[index].visit.windows
            case .stop(.dropoff(let index)): windows = problem.pairs[index].delivery.visit.windows
            default: return false
            }
            return step.begin > windows.last?.end ?? .max
        }
    }

    var line: String {
        let kinds = broken.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        func tenths(_ value: Double) -> String { "\(Int(value * 10 + 0.5) / 10).\(Int(value * 10 + 0.5) % 10)" }
        func cents(_ value: Double) -> String {
            let whole = Int(value.rounded())
            return "\(whole / 100)." + (whole % 100 < 10 ? "0" : "") + "\(whole % 100)"
        }
        return [
            name, "\(requests)", "\(unserved)", "\(late)", "\(tours)", tenths(kilometres), tenths(Double(costCents) / 100),
            cents(centsPerDrop), seconds.map(tenths) ?? "", kinds.isEmpty ? "-" : kinds,
        ].joined(separator: "\t")
    }

    static let heading = "plan\trequests\tunserved\tlate\ttours\tkm\tEUR\tEUR/drop\tseconds\tbroken"
}
