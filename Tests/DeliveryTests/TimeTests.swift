import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("Time")
struct TimeTests {
    @Test("a day of the city has 23, 24 or 25 hours", arguments: [("2026-03-29", 23), ("2026-11-23", 24), ("2026-10-25", 25)])
    func lengths(text: String, hours: Int) throws {
        let day = ServiceDay(try #require(CalendarDay(text)))
        #expect(day.end.timeIntervalSince(day.start) == Double(hours) * 3600)
        #expect(ServiceDay.timeOfDay(at: day.moment(SampleFleet.time(18, 30))).description == "18:30")
        #expect(ServiceDay(containing: day.moment(SampleFleet.time(0))) == day)
    }

    @Test("times are read as people write them, and nothing else is")
    func timeOfDay() {
        #expect(TimeOfDay("9:30")?.rawValue == 570)
        #expect(TimeOfDay("24:00")?.rawValue == 1440)
        for text in ["24:01", "9:60", "930", "9:5", "-1:00", "", "٩:٣٠"] { #expect(TimeOfDay(text) == nil, "\(text)") }
    }

    @Test("a window's name is its day and start, there and back")
    func windowID() throws {
        let id = try #require(DeliveryWindowID("2026-11-21T14:00"))
        #expect(id.description == "2026-11-21T14:00")
        for text in ["2026-11-21", "2026-11-21T9:00", "2026-13-01T10:00", "2026-11-21T14:00:00"] {
            #expect(DeliveryWindowID(text) == nil)
        }
    }

    @Test("today's windows are offered until their cut-off, tomorrow's all day")
    func windows() async throws {
        try await City.withCity(atHour: 12) { city in
            let offered = try await city.delivery.deliveryWindows()
            #expect(
                offered.map(\.id.description) == [
                    "2026-11-23T14:00", "2026-11-23T16:00", "2026-11-23T18:00", "2026-11-24T10:00", "2026-11-24T12:00",
                    "2026-11-24T14:00", "2026-11-24T16:00", "2026-11-24T18:00",
                ])
            #expect(offered.first?.cutoff == City.at(12, 30))
            #expect(offered.first?.feeCents == Cents(390))
            let id = try #require(offered.first?.id)
            #expect(try await city.delivery.deliveryWindow(id) == offered.first)
            city.clock.set(City.at(12, 30))
            #expect(try await city.delivery.deliveryWindow(id) == nil)
            let later = try #require(DeliveryWindowID("2026-11-25T10:00"))
            #expect(try await city.delivery.deliveryWindow(later) == nil)
        }
    }
}
