import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("Shifts from a file")
struct ShiftImportTests {
    private static let tuesday = City.day.adding(days: 1)

    private func file(_ lines: String...) -> Data {
        Data((["date;rider;hub;from;to;skills"] + lines).joined(separator: "\n").utf8)
    }

    @Test("a file is previewed, taken, and changes nothing the second time")
    func twice() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            let roster = file(
                "2026-11-24;amina;;10:00;16:00;", "24.11.2026;bjarne;west;08:00;14:00;heavy", "2026-11-24;chidi;;;;")
            let preview = try await city.delivery.importShifts(roster, dryRun: true)
            #expect(!preview.applied && preview.problems.isEmpty && preview.lines == 3)
            #expect(try await spans("amina", city) == ["08:00–14:00"])

            let taken = try await city.delivery.importShifts(roster)
            #expect(taken.applied && taken.changes == preview.changes)
            #expect(
                taken.changes.map { "\($0.riderKey) \($0.kind)" }.sorted() == [
                    "amina added", "amina removed", "bjarne changed", "chidi removed",
                ])
            #expect(try await spans("amina", city) == ["10:00–16:00"])
            #expect(try await spans("chidi", city).isEmpty)
            #expect(try await spans("emre", city) == ["11:00–17:00"], "who is not named keeps the usual shift")
            let bjarne = try #require(try await city.delivery.riders(on: Self.tuesday).first { $0.key == "bjarne" })
            let west = try #require(try await city.delivery.hubs().first { $0.key == "west" })
            #expect(bjarne.hub(in: bjarne.shifts[0]) == west.id && bjarne.skills(in: bjarne.shifts[0]) == [.heavy])

            let again = try await city.delivery.importShifts(roster)
            #expect(again.applied && again.changes.isEmpty && again.unchanged == 2)
        }
    }

    @Test("every line that cannot be taken is named with line, column, value and remedy, and nothing is taken")
    func problems() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            let report = try await city.delivery.importShifts(
                file(
                    "2026-11-24;amina;;10:00;16:00;", "soon;amina;;10:00;16:00;", "2026-11-24;nobody;;10:00;16:00;",
                    "2026-11-24;emre;moon;10:00;16:00;", "2026-11-24;fiona;;ten;16:00;", "2026-11-24;fiona;;16:00;10:00;",
                    "2026-11-24;hung;;08:00;20:00;", "2026-11-24;ilse;;10:00;14:00;heavy", "2026-11-22;jakub;;10:00;14:00;",
                    "2026-11-29;jakub;;10:00;14:00;"))
            #expect(!report.applied)
            #expect(report.problems.map(\.line) == [3, 4, 5, 6, 7, 8, 9, 10, 11])
            #expect(report.problems.map(\.column) == ["date", "rider", "hub", "from", "to", "to", "skills", "date", "date"])
            #expect(
                report.problems.map(\.value) == [
                    "soon", "nobody", "moon", "ten", "10:00", "20:00", "heavy", "2026-11-22", "2026-11-29",
                ])
            #expect(report.problems.allSatisfy { !$0.reason.isEmpty && !$0.remedy.isEmpty })
            #expect(try await spans("amina", city) == ["08:00–14:00"])
        }
    }

    @Test("a file without its columns, and a file that is none, are told so")
    func unreadable() async throws {
        try await City.withCity { city in
            let report = try await city.delivery.importShifts(Data("day;who\n2026-11-24;amina\n".utf8))
            #expect(report.problems.count == 1 && report.problems[0].line == 1 && report.problems[0].column == "rider, from, to")
            await #expect(throws: CSVTableError.self) { try await city.delivery.importShifts(Data("date;rider\n\"2026".utf8)) }
            #expect(try await city.delivery.importShifts(Data()).problems.count == 1)
        }
    }

    @Test("eleven hours of rest are kept between days of the file and towards days that it does not name (ArbZG § 5)")
    func rest() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            // Giulia works until 21:30 on Monday.
            _ = try await city.delivery.riders(on: City.day)
            let early = try await city.delivery.importShifts(file("2026-11-24;giulia;;08:00;14:00;"))
            #expect(early.problems.map(\.line) == [2] && early.problems[0].reason.contains("10 h 30 min"))
            #expect(try await city.delivery.importShifts(file("2026-11-24;giulia;;08:30;14:00;")).applied)
            let both = try await city.delivery.importShifts(
                file("2026-11-25;emre;;12:00;22:00;", "2026-11-26;emre;;08:00;14:00;"))
            #expect(both.problems.map(\.line) == [3])
        }
    }

    @Test("two shifts of a day do not overlap and are ten hours of work at most (ArbZG § 3)")
    func day() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            let overlap = try await city.delivery.importShifts(
                file("2026-11-24;emre;;08:00;12:00;", "2026-11-24;emre;;11:00;14:00;"))
            #expect(overlap.problems.map(\.line) == [3])
            let long = try await city.delivery.importShifts(
                file("2026-11-24;emre;;07:00;13:00;", "2026-11-24;emre;;14:00;19:00;"))
            #expect(long.problems.count == 1 && long.problems[0].remedy == "shorten them by 60 min")
            let off = try await city.delivery.importShifts(file("2026-11-24;emre;;07:00;13:00;", "2026-11-24;emre;;;;"))
            #expect(off.problems.map(\.line) == [3])
        }
    }

    @Test("a shift that somebody's tour lies in is not taken away")
    func assigned() async throws {
        try await City.withCity { city in
            let (tour, rider, _) = try await city.firstAssignedTour(shipments: 20)
            let off = file("2026-11-23;\(rider.name);;;;")
            let reasons = try await city.delivery.importShifts(off).problems.map(\.reason)
            let words = "rides tour \(tour.number) "
            #expect(reasons.contains { $0.contains(words) })
            try await takeOff(rider.id, city)
            let taken = try await city.delivery.importShifts(off)
            #expect(taken.applied)
        }
    }

    private func takeOff(_ rider: RiderID, _ city: City) async throws {
        for tour in try await city.delivery.tours(of: rider, on: City.day) {
            try await city.delivery.unassign(tour.id, reason: "off today")
        }
    }

    private func spans(_ key: String, _ city: City) async throws -> [String] {
        let rider = try await city.delivery.riders(on: Self.tuesday).first { $0.key == key }
        return (rider?.shifts ?? []).map { AssignmentRules.clockSpan($0.start, $0.end) }
    }
}
