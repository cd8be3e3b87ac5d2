import Database
import Foundation
import Testing

@Suite struct CalendarDayTests {
    @Test func `every day of four centuries comes back from its components`() {
        let strays = (Int32(-73_000)...73_100).filter { offset in
            let day = CalendarDay(daysSince2000: offset)
            return CalendarDay(year: day.year, month: day.month, day: day.day) != day
        }
        #expect(strays.isEmpty)
    }

    @Test func `known days have their numbers and weekdays`() throws {
        let epoch = try #require(CalendarDay("2000-01-01"))
        #expect(epoch.daysSince2000 == 0 && epoch.weekday == 6)
        let leapDay = try #require(CalendarDay(year: 2024, month: 2, day: 29))
        #expect(leapDay.description == "2024-02-29" && leapDay.weekday == 4)
        #expect(leapDay.adding(days: 1).description == "2024-03-01")
        let before = try #require(CalendarDay("1999-12-31"))
        #expect(before.weekday == 5 && epoch.days(since: before) == 1 && before < epoch)
    }

    @Test(arguments: [
        "2023-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01", "2026-4-1", "2026-04-01x", "", "2026/04/01",
        "+026-01-01",
    ])
    func `what is no day is refused`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `JSON has it as an ISO string`() throws {
        let day = try #require(CalendarDay("2026-11-21"))
        let json = try JSONEncoder().encode([day])
        #expect(String(decoding: json, as: UTF8.self) == "[\"2026-11-21\"]")
        #expect(try JSONDecoder().decode([CalendarDay].self, from: json) == [day])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([CalendarDay].self, from: Data("[\"2026-02-30\"]".utf8)) }
    }
}
