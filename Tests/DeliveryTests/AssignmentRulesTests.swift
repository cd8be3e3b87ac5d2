import Accounts
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Who may ride what")
struct AssignmentRulesTests {
    private let hub = HubID.new()

    @Test("a tour within the shift by a rider with its skills breaks no rule")
    func fits() {
        #expect(rules(tour(9, 13, skills: [.heavy]), rider(8, 14, skills: [.heavy, .trailer])).isEmpty)
    }

    @Test("a shift must cover the whole tour")
    func shift() {
        #expect(rules(tour(9, 15), rider(8, 14)) == [.shift])
        #expect(rules(tour(7, 10), rider(8, 14)) == [.shift])
        var off = rider(8, 14)
        off.shifts = []
        #expect(rules(tour(9, 10), off) == [.shift])
    }

    @Test("two shifts do not cover a tour that spans the gap")
    func gap() {
        var split = rider(8, 12)
        split.shifts += rider(13, 20).shifts
        #expect(rules(tour(11, 14), split) == [.shift])
        #expect(rules(tour(13, 15), split).isEmpty)
    }

    @Test("every skill of the tour is asked for")
    func skills() {
        #expect(rules(tour(9, 13, skills: [.heavy, .trailer]), rider(8, 14, skills: [.heavy])) == [.skills])
    }

    @Test("nobody rides two tours at once; one after the other is fine")
    func overlap() {
        #expect(rules(tour(10, 12), rider(8, 20), others: [tour(11, 13, number: 2)]) == [.overlap])
        #expect(rules(tour(10, 12), rider(8, 20), others: [tour(12, 13, number: 2)]).isEmpty)
    }

    @Test("there are eleven hours between two days' work (ArbZG § 5)")
    func rest() {
        let yesterday = City.day.adding(days: -1)
        #expect(rules(tour(8, 12), rider(8, 14), others: [tour(15, 21, number: 2, day: yesterday)]).isEmpty)
        #expect(rules(tour(8, 12), rider(8, 14), others: [tour(15, 22, number: 2, day: yesterday)]) == [.rest])
        let tomorrow = City.day.adding(days: 1)
        #expect(rules(tour(15, 22, breakAt: 18), rider(8, 22), others: [tour(8, 12, number: 2, day: tomorrow)]) == [.rest])
    }

    @Test("a day's work is ten hours at most, breaks not counted (ArbZG § 3)")
    func workingTime() {
        let morning = tour(7, 13, number: 2)
        #expect(rules(tour(14, 18), rider(6, 23), others: [morning]).isEmpty)
        #expect(rules(tour(14, 19), rider(6, 23), others: [morning]) == [.workingTime])
        #expect(rules(tour(14, 19, breakAt: 16), rider(6, 23), others: [morning]).isEmpty)
    }

    @Test("over six hours of work have 30 minutes of breaks, over nine 45, and never six hours at a stretch (ArbZG § 4)")
    func breaks() {
        #expect(rules(tour(8, 14), rider(8, 20)).isEmpty)
        #expect(rules(tour(8, 15), rider(8, 20)) == [.breaks])
        #expect(rules(tour(8, 15, breakAt: 12, minutes: 30), rider(8, 20)).isEmpty)
        #expect(rules(tour(8, 15, breakAt: 12, minutes: 29), rider(8, 20)) == [.breaks])
        // Nine and a half hours of work.
        #expect(rules(tour(8, 18, breakAt: 13, minutes: 30), rider(8, 20)) == [.breaks])
        #expect(rules(tour(8, 18, breakAt: 13, minutes: 45), rider(8, 20)).isEmpty)
        // Enough in sum, but at the wrong time.
        #expect(rules(tour(8, 17, breakAt: 9, minutes: 45), rider(8, 20)) == [.breaks])
        // The time between two tours is a break from a quarter of an hour on.
        #expect(rules(tour(12, 16), rider(8, 20), others: [tour(8, 12, number: 2)]) == [.breaks])
        #expect(rules(tour(13, 17), rider(8, 20), others: [tour(8, 12, number: 2)]).isEmpty)
    }

    @Test("the breaks that a plan puts into a shift keep § 4 in every shift that § 3 allows", arguments: 25...43)
    func plannedBreaks(quarters: Int) throws {
        let length = quarters * 900
        let pause = try #require(WorkingTime.breaks(inShift: TimeWindow(0, length), from: 0).first)
        for begin in [pause.windows[0].start, pause.windows[0].end] {
            let start = City.at(8)
            let rest = DateInterval(start: start.addingTimeInterval(Double(begin)), duration: Double(pause.duration))
            let duty = TourDuty(
                id: .new(), number: 1, day: City.day, hubID: hub, start: start, end: start.addingTimeInterval(Double(length)),
                breaks: [rest], requiredSkills: [])
            #expect(WorkingDay([duty]).missingBreak == nil, "a shift of \(quarters) quarters of an hour, break at \(begin) s")
        }
    }

    @Test("a shift with fewer skills, or from another hub, counts as it was entered")
    func shiftOfItsOwn() {
        var light = rider(8, 14, skills: [.heavy])
        light.shifts = light.shifts.map {
            Shift(id: $0.id, riderID: $0.riderID, day: $0.day, start: $0.start, end: $0.end, hubID: .new(), skills: [])
        }
        #expect(rules(tour(9, 13, skills: [.heavy]), light) == [.skills])
        let choice = AutoAssignment(open: [tour(9, 13)], riders: [light], work: [:])
        #expect(choice.assigned.first?.reasons.contains("works from another hub") == true)
    }

    // MARK: - Fairness

    @Test("of two who suit alike, the heavy tour goes to who carried less, and the reason says so")
    func fairness() throws {
        let (strong, spared) = (rider(8, 14, name: "Strong"), rider(8, 14, name: "Spared"))
        let ledger = FairnessLedger(
            from: City.day.adding(days: -28), to: City.day.adding(days: -1), riders: [strong, spared],
            workloads: [strong.id: workload(load: 900), spared.id: workload(load: 300)])
        for (rider, load) in [(strong, 0.5), (spared, -0.5)] {
            #expect(abs(try #require(ledger.burden(of: rider.id)).load - load) < 1e-9)
        }
        var heavy = tour(9, 13)
        heavy.workload = workload(load: 40)
        for riders in [[strong, spared], [spared, strong]] {
            let choice = try #require(AutoAssignment(open: [heavy], riders: riders, work: [:], ledger: ledger).assigned.first)
            #expect(choice.riderName == "Spared")
            #expect(choice.reasons.contains("carried 50 % less than the team in the last 28 days"))
            #expect(
                choice.reasons.last
                    == "chosen over Strong because Strong carried 50 % more lately, Spared 50 % less (against the team)")
            #expect(
                choice.reasonsInGerman.last
                    == "vor Strong, weil Strong zuletzt 50 % mehr getragen hat, Spared 50 % weniger (gegenüber dem Team)")
        }
    }

    @Test("the hilly tour goes to who climbed less, and the reason says so")
    func hills() throws {
        let (climber, spared) = (rider(8, 14, name: "Climber"), rider(8, 14, name: "Spared"))
        var workloads = [climber.id: workload(load: 500), spared.id: workload(load: 500)]
        workloads[climber.id]?.climbedMetres = 900
        workloads[spared.id]?.climbedMetres = 300
        let ledger = FairnessLedger(from: City.day, to: City.day, riders: [climber, spared], workloads: workloads)
        var hilly = tour(9, 13)
        hilly.workload.climbedMetres = 120
        for riders in [[climber, spared], [spared, climber]] {
            let choice = try #require(AutoAssignment(open: [hilly], riders: riders, work: [:], ledger: ledger).assigned.first)
            #expect(choice.riderName == "Spared")
            #expect(choice.reasons.contains("climbed 50 % less than the team in the last 28 days"))
            #expect(
                choice.reasonsInGerman.last
                    == "vor Climber, weil Climber zuletzt 50 % mehr bergauf gefahren ist, Spared 50 % weniger (gegenüber dem Team)"
            )
        }
    }

    @Test("late tours go round: who had most of the late days is asked last")
    func lateDays() throws {
        let riders = ["A", "B", "C"].map { rider(8, 23, name: $0) }
        var workloads: [RiderID: Workload] = [:]
        for (index, rider) in riders.enumerated() { workloads[rider.id] = workload(load: 500, days: 10, late: [6, 1, 4][index]) }
        let ledger = FairnessLedger(from: City.day, to: City.day, riders: riders, workloads: workloads)
        var late = tour(18, 22)
        late.workload = workload(load: 10, late: 1)
        let choice = AutoAssignment(open: [late], riders: riders, work: [:], ledger: ledger)
        #expect(choice.assigned.map(\.riderName) == ["B"])
    }

    @Test("each choice names who came next; who is alone is told so")
    func runnersUp() throws {
        let (near, far) = (rider(8, 14, name: "Near"), rider(8, 20, name: "Far"))
        let one = try #require(AutoAssignment(open: [tour(9, 13)], riders: [near, far], work: [:]).assigned.first)
        #expect(one.riderName == "Near")
        #expect(one.reasons.last == "chosen over Far because more of Far's shift would be without a tour")
        let alone = try #require(AutoAssignment(open: [tour(9, 13)], riders: [near], work: [:]).assigned.first)
        #expect(alone.reasons.last == "nobody else may ride it")
        let both = AutoAssignment(open: [tour(9, 13), tour(12, 19, number: 2, breakAt: 15)], riders: [near, far], work: [:])
        #expect(both.assigned.map(\.riderName) == ["Near", "Far"])
    }

    @Test("a ledger without work divides by nothing")
    func emptyLedger() {
        let ledger = FairnessLedger(from: City.day, to: City.day, riders: [rider(8, 14)], workloads: [:])
        #expect(ledger.entries.count == 1 && ledger.entries[0].burden == nil && ledger.team == Workload())
    }

    @Test("all broken rules are named, in words with the rider's name")
    func words() {
        let conflicts = AssignmentRules.conflicts(tour(7, 20, skills: [.trailer]), rider(8, 14), others: [])
        #expect(Set(conflicts.map(\.rule)) == [.shift, .skills, .workingTime, .breaks])
        #expect(conflicts.allSatisfy { $0.detail.contains("Ilse") })
    }

    // MARK: - Automatic assignment

    @Test("as many tours as can be get a rider, also where a greedy choice would leave one over")
    func auto() {
        let (all, early) = (rider(8, 20, name: "All day"), rider(8, 14, name: "Early"))
        let choice = AutoAssignment(open: [tour(9, 13, number: 1), tour(14, 18, number: 2)], riders: [all, early], work: [:])
        #expect(choice.assigned.map(\.riderName) == ["Early", "All day"])
        #expect(choice.assigned.allSatisfy { !$0.reasons.isEmpty })
    }

    @Test("a rider gets a second tour when there are not enough riders, and never two at once")
    func secondTour() {
        let choice = AutoAssignment(
            open: [tour(9, 12, number: 1), tour(12, 15, number: 2), tour(11, 13, number: 3)], riders: [rider(8, 20)], work: [:])
        #expect(choice.assigned.count == 2)
        #expect(choice.unassigned.count == 1)
        #expect(choice.unassigned.first?.reason == "1 rider on another tour")
    }

    @Test("scarce skills are kept for the tours that need them")
    func skillsKept() {
        let choice = AutoAssignment(
            open: [tour(9, 12)], riders: [rider(8, 14, skills: [.trailer, .heavy], name: "Heavy"), rider(8, 14, name: "Light")],
            work: [:])
        #expect(choice.assigned.map(\.riderName) == ["Light"])
    }

    // MARK: - Building blocks

    private func rules(_ tour: TourDuty, _ rider: Rider, others: [TourDuty] = []) -> [AssignmentConflict.Rule] {
        AssignmentRules.conflicts(tour, rider, others: others).map(\.rule)
    }

    private func tour(
        _ start: Int, _ end: Int, number: Int = 1, day: CalendarDay = City.day, breakAt: Int? = nil, minutes: Int = 60,
        skills: Set<Skill> = []
    ) -> TourDuty {
        TourDuty(
            id: .new(), number: number, day: day, hubID: hub, start: City.at(start, day: day), end: City.at(end, day: day),
            breaks: breakAt.map { [DateInterval(start: City.at($0, day: day), duration: Double(minutes * 60))] } ?? [],
            requiredSkills: skills)
    }

    private func workload(load: Double, days: Int = 10, late: Int = 0) -> Workload {
        var workload = Workload()
        workload.kilogramKilometres = load
        workload.metres = 10_000
        workload.workSeconds = 100_000
        workload.days = days
        workload.lateDays = late
        return workload
    }

    private func rider(_ start: Int, _ end: Int, skills: Set<Skill> = [], name: String = "Ilse") -> Rider {
        let id = RiderID.new()
        return Rider(
            id: id, key: name, name: name, hubID: hub, skills: skills, weeklyMinutes: 2100,
            shifts: [Shift(id: .new(), riderID: id, day: City.day, start: City.at(start), end: City.at(end))])
    }
}
