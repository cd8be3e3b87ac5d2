public import Database

/// What each rider carried in a span of days, beside the others. It follows from the tours each time it is asked for.
public struct FairnessLedger: Hashable, Codable, Sendable {
    /// How much more than the team a rider had of something, for each hour of work (late days: for each day of work): 0 is as the team,
    /// 0.5 half as much again, −1 nothing. Not above 1.
    public struct Burden: Hashable, Codable, Sendable {
        public var load = 0.0
        public var distance = 0.0
        public var climb = 0.0
        public var waiting = 0.0
        public var late = 0.0
    }

    public struct Entry: Hashable, Codable, Sendable {
        public let riderID: RiderID
        public let key: String
        public let name: String
        public let workload: Workload
        /// `nil` for a rider who had no work in these days.
        public let burden: Burden?
    }

    public let from: CalendarDay
    /// The last day.
    public let to: CalendarDay
    /// The active riders by name.
    public let entries: [Entry]
    /// All of them together.
    public let team: Workload

    /// Days that are looked at unless somebody asks for others.
    public static let usualDays = 28

    init(from: CalendarDay, to: CalendarDay, riders: [Rider], workloads: [RiderID: Workload]) {
        self.from = from
        self.to = to
        let team = workloads.values.reduce(Workload(), +)
        self.team = team
        entries = riders.map { rider in
            let workload = workloads[rider.id] ?? Workload()
            return Entry(
                riderID: rider.id, key: rider.key, name: rider.name, workload: workload,
                burden: workload.workSeconds == 0 ? nil : Burden(workload, beside: team))
        }
    }

    func burden(of rider: RiderID) -> Burden? { entries.first { $0.riderID == rider }?.burden }
}

extension FairnessLedger.Burden {
    init(_ own: Workload, beside team: Workload) {
        func excess(_ amount: Double, _ teamAmount: Double, for measure: Int, _ teamMeasure: Int) -> Double {
            guard measure > 0, teamMeasure > 0, teamAmount > 0 else { return 0 }
            let ratio = (amount / Double(measure)) / (teamAmount / Double(teamMeasure))
            return min(ratio - 1, 1)
        }
        let (hours, teamHours) = (own.workSeconds, team.workSeconds)
        load = excess(own.kilogramKilometres, team.kilogramKilometres, for: hours, teamHours)
        distance = excess(Double(own.metres), Double(team.metres), for: hours, teamHours)
        climb = excess(Double(own.climbedMetres), Double(team.climbedMetres), for: hours, teamHours)
        waiting = excess(Double(own.waitingSeconds), Double(team.waitingSeconds), for: hours, teamHours)
        late = excess(Double(own.lateDays), Double(team.lateDays), for: own.days, team.days)
    }
}
