import Accounts
import Database
import Foundation
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
        #expect(rules(tour(15, 22), rider(8, 22), others: [tour(8, 12, number: 2, day: tomorrow)]) == [.rest])
    }

    @Test("a day's work is ten hours at most, breaks not counted (ArbZG § 3)")
    func workingTime() {
        let morning = tour(7, 13, number: 2)
        #expect(rules(tour(13, 17), rider(6, 23), others: [morning]).isEmpty)
        #expect(rules(tour(13, 18), rider(6, 23), others: [morning]) == [.workingTime])
        #expect(rules(tour(13, 18, breakSeconds: 3600), rider(6, 23), others: [morning]).isEmpty)
    }

    @Test("all broken rules are named, in words with the rider's name")
    func words() {
        let conflicts = AssignmentRules.conflicts(tour(7, 20, skills: [.trailer]), rider(8, 14), others: [])
        #expect(Set(conflicts.map(\.rule)) == [.shift, .skills, .workingTime])
        #expect(conflicts.allSatisfy { $0.detail.contains("Ilse") })
    }

    // MARK: - Automatic assignment

    @Test("as many tours as can be get a rider, also where a greedy choice would leave one over")
    func auto() {
        let (all, early) = (rider(8, 20, name: "All day"), rider(8, 14, name: "Early"))
        let choice = AutoAssignment(open: [tour(9, 13, number: 1), tour(12, 18, number: 2)], riders: [all, early], work: [:])
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
        _ start: Int, _ end: Int, number: Int = 1, day: CalendarDay = City.day, breakSeconds: Int = 0, skills: Set<Skill> = []
    ) -> TourDuty {
        TourDuty(
            id: .new(), number: number, day: day, hubID: hub, start: City.at(start, day: day), end: City.at(end, day: day),
            breakSeconds: breakSeconds, requiredSkills: skills)
    }

    private func rider(_ start: Int, _ end: Int, skills: Set<Skill> = [], name: String = "Ilse") -> Rider {
        let id = RiderID.new()
        return Rider(
            id: id, key: name, name: name, hubID: hub, skills: skills, weeklyMinutes: 2100,
            shifts: [Shift(id: .new(), riderID: id, day: City.day, start: City.at(start), end: City.at(end))])
    }
}
