import Testing

@testable import Routing

@Suite("The parts of a search")
struct SearchScheduleTests {
    @Test("At every moment, also where one part ends, a part goes on that is not over", arguments: 1...6, 0...40)
    func somethingGoesOn(parents: Int, children: Int) {
        for begin in [0, 1e-12, 0.001, 0.02, 1.0 / 3, 0.9, 0.999] {
            let schedule = SearchSchedule(begin: begin, parents: parents, children: children, parentShare: 0.6)
            let ends = (0..<(parents + children)).map { schedule.range(of: $0).upperBound }
            #expect(ends == ends.sorted() && ends.last == 1)
            let moments = ends.flatMap { [$0.nextDown, $0, $0.nextUp] } + (0..<1_000).map { Double($0) / 1_000 }
            for progress in moments where progress >= begin && progress < 1 {
                let part = schedule.part(at: progress)
                #expect(progress < schedule.range(of: part).upperBound, "\(schedule), \(progress)")
                #expect(part == 0 || progress >= schedule.range(of: part - 1).lowerBound, "\(schedule), \(progress)")
            }
        }
    }
}
