import Database
import Foundation
import TestSupport
import Testing

@testable import Catalog

@Suite("Opening hours")
struct OpeningHoursTests {
    /// A moment by the clock of Darmstadt.
    private func at(_ text: String) throws -> Date {
        let parts = text.split(separator: " ")
        let day = try #require(CalendarDay(parts[0]))
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        return CityTime.date(of: day, minute: clock[0] * 60 + clock[1])
    }

    @Test(
        "open and closed by days, spans and holidays",
        arguments: [
            ("Mo-Fr 09:30-18:30; Sa 10:00-16:00", "2026-11-20 09:29", false),
            ("Mo-Fr 09:30-18:30; Sa 10:00-16:00", "2026-11-20 09:30", true),
            ("Mo-Fr 09:30-18:30; Sa 10:00-16:00", "2026-11-20 18:30", false),
            ("Mo-Fr 09:30-18:30; Sa 10:00-16:00", "2026-11-21 15:59", true),
            ("Mo-Fr 09:30-18:30; Sa 10:00-16:00", "2026-11-22 12:00", false),
            ("Tu-Su 12:00-14:30,18:00-23:00", "2026-11-22 13:00", true),
            ("Tu-Su 12:00-14:30, 18:00-23:00", "2026-11-22 15:00", false),
            ("Tu-Su 12:00-14:30,18:00-23:00", "2026-11-23 13:00", false),
            ("Mo-Sa 08:00-20:00; PH off", "2026-12-25 12:00", false), ("Mo-Sa 08:00-20:00", "2026-12-25 12:00", true),
            ("Mo-Sa 08:00-20:00; PH 10:00-12:00", "2026-04-06 11:00", true), ("Mo,We,Fr 08:00-12:00", "2026-11-18 09:00", true),
            ("Mo,We,Fr 08:00-12:00", "2026-11-19 09:00", false), ("24/7", "2026-11-22 03:00", true),
            ("Fr-Sa 18:00-02:00", "2026-11-22 01:59", true), ("Fr-Sa 18:00-26:00", "2026-11-22 01:59", true),
            ("Fr-Sa 18:00-02:00", "2026-11-22 02:00", false), ("Fr-Sa 18:00-02:00", "2026-11-20 01:00", false),
            ("Sa-Mo 10:00-12:00", "2026-11-22 11:00", true), ("Mo-Su 08:00-20:00; We off", "2026-11-18 11:00", false),
            ("08:00-20:00", "2026-11-22 11:00", true), ("mo-fr 9:00-18:00", "2026-11-20 09:00", true),
            ("PH off; Mo-Sa 08:00-20:00", "2026-12-25 12:00", false), ("PH off; Mo-Sa 08:00-20:00", "2026-12-24 12:00", true),
            ("Mo-Sa 08:00-20:00; PH off; Dec 26 10:00-12:00", "2026-12-26 11:00", true),
            ("Mo-Sa 08:00-20:00; PH off; Dec 26 10:00-12:00", "2026-12-25 11:00", false),
            ("Mo-Sa 08:00-20:00; Dec 24,Dec 31 08:00-13:00", "2026-12-31 14:00", false),
            ("Mo-Sa 08:00-20:00; Dec 24,Dec 31 08:00-13:00", "2026-12-24 12:59", true),
            ("Mo-Sa 08:00-20:00; Dec 24-Jan 06 off", "2027-01-04 12:00", false),
            ("Mo-Sa 08:00-20:00; Dec 24-Jan 06 off", "2027-01-07 12:00", true),
            ("Mo-Sa 08:00-20:00; Dec 27-30 off", "2026-12-28 12:00", false),
            ("Mo-Sa 08:00-20:00; 2026 Dec 28 off", "2026-12-28 12:00", false),
            ("Mo-Sa 08:00-20:00; 2027 Dec 28 off", "2026-12-28 12:00", true),
            ("Mo-Sa 08:00-20:00; 2026 Dec 28-2027 Jan 09 off", "2027-01-09 12:00", false),
            ("Mo-Sa 08:00-20:00; 2026 Dec 28-2027 Jan 09 off", "2028-01-05 12:00", true),
            ("Mo-Sa 08:00-20:00; Jun-Aug Mo-Fr 07:00-21:00", "2026-07-03 20:30", true),
            ("Mo-Sa 08:00-20:00; Jun-Aug Mo-Fr 07:00-21:00", "2026-09-04 20:30", false),
            ("Mo-Sa 08:00-20:00; Jun-Aug Mo-Fr 07:00-21:00", "2026-07-04 20:30", false),
            ("Di-So 10:00-18:00; Feiertage geschlossen", "2026-11-22 11:00", true),
            ("Di–So 10:00–18:00; Feiertage geschlossen", "2026-12-25 11:00", false),
            ("Di-So 10:00-18:00", "2026-11-23 11:00", false), ("Mi, Do 10:00-18:00", "2026-11-19 11:00", true),
        ])
    func open(_ hours: String, _ moment: String, _ isOpen: Bool) throws {
        #expect(try OpeningHours(parsing: hours).isOpen(at: at(moment)) == isOpen)
    }

    @Test(
        "what is not understood is named",
        arguments: [
            ("", ""), ("Mo-Xy 09:00-18:00", "Mo-Xy"), ("Mo-Fr", "Mo-Fr"), ("Mo-Fr 9-18", "9-18"),
            ("Mo-Fr 09:00-25:61", "09:00-25:61"),
            ("Dec 32 off", "Dec 32"), ("Feb 30 off", "Feb 30"), ("2027 Feb 29 off", "Feb 29"),
            ("2026 Dec 24-2025 Jan 06 off", "Dec 24-2025 Jan 06"),
            ("Dec 24", "Dec 24"), ("Mo 09:00-12:00 Tu", "Tu"), ("Mo 09:00", "09:00"), ("Mo 30:00-31:00", "30:00-31:00"),
        ])
    func errors(_ hours: String, part: String) {
        #expect { try OpeningHours(parsing: hours) } throws: { ($0 as? OpeningHoursError)?.part == part }
    }

    @Test(
        "what is read is written in one way",
        arguments: [
            ("mo-fr 9:30-18:30;Sa 10:00-16:00", "Mo-Fr 09:30-18:30; Sa 10:00-16:00"),
            ("Di-So 11:30-14:30, 17:00-26:00", "Tu-Su 11:30-14:30,17:00-02:00"), ("Sa-Mo 10:00-12:00", "Mo,Sa-Su 10:00-12:00"),
            ("24/7", "24/7"), ("08:00-20:00", "Mo-Su 08:00-20:00"), ("Feiertage geschlossen", "PH off"),
            ("dec 24, Dec 31 08:00-13:00", "Dec 24,Dec 31 08:00-13:00"), ("Dec 24-26 off", "Dec 24-Dec 26 off"),
            ("2026 Dec 24-2027 Jan 06 Mo-Fr off", "2026 Dec 24-2027 Jan 06 Mo-Fr off"),
            ("Jun-Aug PH 10:00-24:00", "Jun-Aug PH 10:00-24:00"),
            ("Jul Mo off", "Jul Mo off"),
        ])
    func written(_ text: String, _ canonical: String) throws {
        let hours = try OpeningHours(parsing: text)
        #expect(hours.description == canonical)
        #expect(try OpeningHours(parsing: hours.description) == hours)
    }

    @Test("random rules come back from their text with the same hours on every day")
    func roundTrip() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        var random = SeededGenerator(seed: seed)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let start = try #require(CalendarDay("2026-01-01"))
        for _ in 0..<200 {
            let rules = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                var parts: [String] = []
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let ends = (0..<2).map { _ in
                        "\(months.randomElement(using: &random) ?? "") \(two(Int.random(in: 1...28, using: &random)))"
                    }
                    parts.append(ends.joined(separator: "-"))
                }
                let days = names.filter { _ in Bool.random(using: &random) }
                if !days.isEmpty { parts.append(days.joined(separator: ",")) }
                let begin = Int.random(in: 0..<24, using: &random)
                let end = Int.random(in: 0...24, using: &random)
                parts.append(Int.random(in: 0..<4, using: &random) == 0 ? "off" : "\(two(begin)):05-\(two(end)):00")
                return parts.joined(separator: " ")
            }
            let hours = try OpeningHours(parsing: rules.joined(separator: "; "))
            let again = try OpeningHours(parsing: hours.description)
            #expect(again.description == hours.description, "seed \(seed)")
            for offset in 0..<400 {
                let day = start.adding(days: offset)
                #expect(again.spans(on: day) == hours.spans(on: day), "seed \(seed), \(day), \(rules)")
            }
        }
    }

    @Test("German words and schema.org's texts")
    func words() throws {
        let hours = try OpeningHours(parsing: "Tu-Fr 11:30-14:30,17:00-22:00; Sa-Su 11:30-22:00; PH off; Dec 24 10:00-13:00")
        #expect(hours.german == "Di–Fr 11:30–14:30, 17:00–22:00; Sa–So 11:30–22:00; Feiertage geschlossen; Dez 24 10:00–13:00")
        #expect(hours.schemaOrg == ["Tu-Fr 11:30-14:30,17:00-22:00", "Sa-Su 11:30-22:00"])
    }

    @Test("a day with other hours takes the place of all rules, and what began the evening before goes on")
    func exceptions() throws {
        let day = try #require(CalendarDay("2026-12-24"))
        let hours = try OpeningHours(parsing: "Mo-Su 18:00-02:00")
        let short = hours.excepting([day: try OpeningHours.spans(parsing: "10:00-13:00")])
        #expect(try short.isOpen(at: at("2026-12-24 01:00")) && short.isOpen(at: at("2026-12-24 12:00")))
        #expect(try !short.isOpen(at: at("2026-12-24 19:00")) && short.isOpen(at: at("2026-12-25 19:00")))
        #expect(try short.closing(after: at("2026-12-24 12:00")) == at("2026-12-24 13:00"))
        #expect(try short.closing(after: at("2026-12-24 01:00")) == at("2026-12-24 02:00"))
        #expect(try short.closing(after: at("2026-12-24 19:00")) == nil)
        #expect(try short.nextOpening(from: at("2026-12-24 14:00")) == at("2026-12-25 18:00"))
    }

    @Test("a closed shop opens next on its next day, over weekend and holiday")
    func nextOpening() throws {
        let hours = try OpeningHours(parsing: "Mo-Fr 09:30-18:30; PH off")
        #expect(try hours.nextOpening(from: at("2026-11-20 19:00")) == at("2026-11-23 09:30"))
        #expect(try hours.nextOpening(from: at("2026-11-20 08:00")) == at("2026-11-20 09:30"))
        #expect(try hours.nextOpening(from: at("2026-12-24 20:00")) == at("2026-12-28 09:30"))
        #expect(try hours.nextOpening(from: at("2026-11-20 10:00")) == at("2026-11-20 10:00"))
        #expect(try OpeningHours(parsing: "Mo-Su off").nextOpening(from: at("2026-11-20 10:00")) == nil)
    }

    @Test("Easter and the holidays that follow it")
    func holidays() throws {
        let easter = [
            2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25",
            2049: "2049-04-18",
        ]
        for (year, day) in easter { #expect(PublicHolidays.easterSunday(of: year).description == day) }
        let days2026 = [
            "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-06-04", "2026-10-03",
            "2026-12-25", "2026-12-26",
        ]
        for day in days2026 { #expect(PublicHolidays.isHoliday(try #require(CalendarDay(day))), "\(day)") }
        for day in ["2026-04-04", "2026-12-24", "2026-11-01"] {
            #expect(!PublicHolidays.isHoliday(try #require(CalendarDay(day))), "\(day)")
        }
    }

    @Test("the clock's times on the days when it is changed")
    func clockChange() throws {
        let spring = try #require(CalendarDay("2026-03-29"))
        let autumn = try #require(CalendarDay("2026-10-25"))
        func utc(_ date: Date) -> String { date.ISO8601Format() }
        #expect(utc(CityTime.date(of: spring, minute: 90)) == "2026-03-29T00:30:00Z")
        #expect(utc(CityTime.date(of: spring, minute: 150)) == "2026-03-29T01:30:00Z")
        #expect(utc(CityTime.date(of: spring, minute: 240)) == "2026-03-29T02:00:00Z")
        #expect(utc(CityTime.date(of: autumn, minute: 150)) == "2026-10-25T00:30:00Z")
        #expect(utc(CityTime.date(of: autumn, minute: 600)) == "2026-10-25T09:00:00Z")
        for hour in 0..<24 where hour != 2 {
            let (day, minute) = CityTime.dayAndMinute(of: CityTime.date(of: spring, minute: hour * 60))
            #expect(day == spring && minute == hour * 60)
        }
    }
}
