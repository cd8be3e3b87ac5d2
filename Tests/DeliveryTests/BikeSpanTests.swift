import Accounts
import Catalog
import Foundation
import Testing

@testable import Delivery

@Suite("Bikes for shifts")
struct BikeSpanTests {
    @Test("random fleets: no bike is taken twice at once, every rider may ride theirs, and no more bikes ride than riders work")
    func sound() {
        for seed in UInt64(1)...200 {
            var generator = XorShift(seed: seed)
            let bikes = SampleFleet.allBikes().filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
            let duties = (0..<12).map { _ in duty(using: &generator) }
            let spans = BikeSpan.match(bikes: bikes, duties: duties)
            for (index, span) in spans.enumerated() {
                #expect(span.bike.type.requiredSkills.isSubset(of: span.skills), "seed \(seed)")
                #expect(span.end.timeIntervalSince(span.start) >= BikeSpan.shortest, "seed \(seed)")
                for other in spans[(index + 1)...] where other.bike.id == span.bike.id {
                    #expect(span.end <= other.start || other.end <= span.start, "seed \(seed): \(span.bike.key) is taken twice")
                }
            }
            // Each span has a duty of its own that covers it: matched by skills and end, which the match keeps.
            var left = duties
            for span in spans {
                let index = left.firstIndex {
                    $0.hubID == span.bike.hubID && $0.skills == span.skills && $0.end == span.end && $0.start <= span.start
                }
                #expect(index != nil, "seed \(seed): a span without a rider")
                if let index { left.remove(at: index) }
            }
        }
    }

    @Test("whoever may ride the demanding bike takes it, and leaves the others to those who may not")
    func demanding() {
        let spans = BikeSpan.match(bikes: SampleFleet.allBikes(), duties: SampleFleet.duties(on: City.day))
        let byBike = Dictionary(grouping: spans, by: \.bike.key)
        #expect(byBike["nord-3"]?.first?.skills.contains(.trailer) == true)
        #expect(byBike["nord-2"]?.first?.start == City.at(8))
        #expect(spans.count >= 9)
    }

    @Test("a shift that finds its hub's bikes taken waits for the next, and stays without if less than two hours are left")
    func waiting() throws {
        let hub = SampleFleet.hubs[0]
        let bike = try #require(SampleFleet.allBikes().first { $0.hubID == hub.id && $0.type.requiredSkills.isEmpty })
        func duty(_ start: Int, _ end: Int) -> DayProblem.Duty {
            DayProblem.Duty(riderID: .new(), hubID: hub.id, skills: [], start: City.at(start), end: City.at(end))
        }
        let late = BikeSpan.match(bikes: [bike], duties: [duty(8, 14), duty(12, 18)])
        #expect(late.map(\.start) == [City.at(8), City.at(14)])
        #expect(BikeSpan.match(bikes: [bike], duties: [duty(8, 14), duty(12, 15)]).count == 1)
    }

    private func duty(using generator: inout XorShift) -> DayProblem.Duty {
        let start = Int.random(in: 6...17, using: &generator)
        let skills: [Set<Skill>] = [[], [.trailer], [.heavy, .trailer], [.coldChain]]
        return DayProblem.Duty(
            riderID: .new(), hubID: SampleFleet.hubs[Int.random(in: 0..<3, using: &generator)].id,
            skills: skills[Int.random(in: 0..<4, using: &generator)], start: City.at(start),
            end: City.at(start + Int.random(in: 1...7, using: &generator)))
    }

    @Test("what the current plan has given stays given, as long as there is a shift for it")
    func planned() throws {
        let duties = SampleFleet.duties(on: City.day)
        let bikes = SampleFleet.allBikes()
        let before = BikeSpan.match(bikes: bikes, duties: duties)
        let planned = before.map { DayProblem.PlannedSpan(bikeID: $0.bike.id, start: $0.start, end: $0.end, skills: $0.skills) }
        // Without the first bike the greedy choice alone would give other bikes to those behind it.
        let out = try #require(before.first?.bike.id)
        let after = BikeSpan.match(bikes: bikes, duties: duties, bikesOut: [out], planned: planned)
        #expect(!after.contains { $0.bike.id == out })
        for span in before where span.bike.id != out { #expect(after.contains(span), "\(span.bike.key) \(span.start)") }
    }
}
