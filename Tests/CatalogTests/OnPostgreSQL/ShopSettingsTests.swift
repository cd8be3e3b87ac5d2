import Database
import Foundation
import Testing

@testable import Catalog

@Suite("What a shop's staff set for now")
struct ShopSettingsTests {
    @Test("each setting changes alone, another retailer's shop is not there, and new master data keep the settings")
    func changes() async throws {
        try await CityFixture.run { city in
            let shop = try #require(try await city.catalog.shop(key: "buch"))
            #expect(shop.settings == ShopSettings())
            let until = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 3600).rounded())
            let rush = ShopSettings.Rush(minutes: 20, until: until)
            func change(_ change: ShopSettingsChange) async throws -> ShopSettings? {
                try await city.catalog.updateShop(shop.id, of: city.bookseller, change)?.settings
            }
            #expect(
                try await change(ShopSettingsChange(minimumOrder: Cents(1500)))
                    == ShopSettings(minimumOrder: Cents(1500)))
            #expect(
                try await change(ShopSettingsChange(rush: .begins(rush)))
                    == ShopSettings(minimumOrder: Cents(1500), rush: rush))
            _ = try await city.catalog.upsertShop(try CityFixture.shop("buch"), of: city.bookseller)
            #expect(try await city.catalog.shop(shop.id)?.settings == ShopSettings(minimumOrder: Cents(1500), rush: rush))
            #expect(try await change(ShopSettingsChange(rush: .ends)) == ShopSettings(minimumOrder: Cents(1500)))
            #expect(try await change(ShopSettingsChange(minimumOrder: .zero)) == ShopSettings())
            let stranger = try await city.catalog.updateShop(
                shop.id, of: city.baker, ShopSettingsChange(minimumOrder: Cents(1)))
            #expect(stranger == nil)
            #expect(try await city.catalog.shops([shop.id])[shop.id]?.settings.minimumOrder == .zero)
        }
    }

    @Test("a rush that is over is none")
    func rushIsOver() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("R1", stock: nil)
            let shop = try #require(try await city.catalog.shop(key: "buch"))
            let rush = ShopSettings.Rush(minutes: 20, until: Date() + 600)
            _ = try await city.catalog.updateShop(shop.id, of: city.bookseller, ShopSettingsChange(rush: .begins(rush)))
            #expect(try await city.catalog.product(id)?.preparationMinutes == 40)
            try await city.database.execute(
                "test.over", "UPDATE catalog.shop SET rush_until = now() - interval '1 second' WHERE id = \(shop.id)")
            #expect(try await city.catalog.shop(shop.id)?.settings.rush == nil)
            #expect(try await city.catalog.product(id)?.preparationMinutes == 20)
        }
    }

    @Test(
        "values out of range are refused by name",
        arguments: [
            (ShopSettingsChange(minimumOrder: Cents(-1)), ShopSettingsProblem.minimumOrder),
            (ShopSettingsChange(minimumOrder: Cents(100_001)), .minimumOrder),
            (ShopSettingsChange(rush: .begins(.init(minutes: 0, until: Date() + 60))), .rushMinutes),
            (ShopSettingsChange(rush: .begins(.init(minutes: 181, until: Date() + 60))), .rushMinutes),
            (ShopSettingsChange(rush: .begins(.init(minutes: 20, until: Date() - 60))), .rushEnd),
            (ShopSettingsChange(rush: .begins(.init(minutes: 20, until: Date() + 25 * 3600))), .rushEnd),
            (ShopSettingsChange(isClosedToday: true), .noOpeningHours),
        ] as [(ShopSettingsChange, ShopSettingsProblem)])
    func refuses(_ change: ShopSettingsChange, _ problem: ShopSettingsProblem) async throws {
        try await CityFixture.run { city in
            // The fixture's shops have not said their hours.
            let shop = try #require(try await city.catalog.shop(key: "buch"))
            await #expect(throws: problem) { try await city.catalog.updateShop(shop.id, of: city.bookseller, change) }
            #expect(try await city.catalog.shop(shop.id)?.settings == ShopSettings())
        }
    }

    @Test("a shop that is closed today is closed today only, and opens next tomorrow")
    func closedToday() async throws {
        try await CityFixture.run { city in
            var draft = try CityFixture.shop("buch")
            draft.openingHours = try OpeningHours(parsing: "Mo-Su 09:00-18:00")
            let shop = try await city.catalog.upsertShop(draft, of: city.bookseller)
            let today = try #require(CalendarDay("2026-11-21"))
            let noon = CityTime.date(of: today, minute: 12 * 60)
            func hours(_ isClosed: Bool) async throws -> OpeningHours {
                let changed = try await city.catalog.updateShop(
                    shop.id, of: city.bookseller, ShopSettingsChange(isClosedToday: isClosed), at: noon)
                return try #require(changed?.openingHours)
            }
            let closed = try await hours(true)
            #expect(!closed.isOpen(at: noon) && closed.spans(on: today).isEmpty)
            #expect(closed.nextOpening(from: noon) == CityTime.date(of: today.adding(days: 1), minute: 9 * 60))
            #expect(closed.spans(on: today.adding(days: 7)).count == 1, "the same weekday of the next week")
            #expect(closed.description == "Mo-Su 09:00-18:00")
            #expect(try await hours(false).isOpen(at: noon))

            // Without opening hours there is nothing to be closed from.
            _ = try await hours(true)
            draft.openingHours = nil
            #expect(try await city.catalog.upsertShop(draft, of: city.bookseller).settings.closedOn == nil)
        }
    }

    @Test("what began the evening before goes on past midnight of a day that is closed")
    func pastMidnight() throws {
        let day = try #require(CalendarDay("2026-11-21"))
        let hours = try OpeningHours(parsing: "Mo-Su 18:00-02:00").closed(on: day)
        #expect(hours.isOpen(at: CityTime.date(of: day, minute: 60)))
        #expect(!hours.isOpen(at: CityTime.date(of: day, minute: 19 * 60)))
        #expect(!hours.isOpen(at: CityTime.date(of: day.adding(days: 1), minute: 60)))
        #expect(hours.isOpen(at: CityTime.date(of: day.adding(days: 1), minute: 19 * 60)))
    }
}

@Suite("Days with other hours")
struct ShopExceptionTests {
    @Test("they count from when they are set until they are removed, for the own shops only, and within bounds")
    func exceptions() async throws {
        try await CityFixture.run { city in
            var draft = try CityFixture.shop("buch")
            let now = CityTime.date(of: try #require(CalendarDay("2026-12-20")), minute: 600)
            let day = try #require(CalendarDay("2026-12-24"))
            let short = try ShopException(
                day: day, hours: "13:00 - 14:00".replacing(" ", with: "") + ",10:00-12:00", note: "Heiligabend")
            #expect(short.hours == "10:00-12:00,13:00-14:00")
            let id = try #require(try await city.catalog.shop(key: "buch")).id
            await #expect(throws: ShopSettingsProblem.noOpeningHours) {
                try await city.catalog.setException(short, of: id, city.bookseller, at: now)
            }
            draft.openingHours = try OpeningHours(parsing: "Mo-Fr 09:00-18:00")
            _ = try await city.catalog.upsertShop(draft, of: city.bookseller)
            #expect(try await city.catalog.setException(short, of: id, city.baker, at: now) == nil)
            for (days, problem) in [(-5, ShopSettingsProblem.exceptionDay), (401, .exceptionDay)] {
                let far = try ShopException(day: day.adding(days: days), hours: "off")
                await #expect(throws: problem) { try await city.catalog.setException(far, of: id, city.bookseller, at: now) }
            }
            // Only what is still to come is read: a day ahead of the database's own clock.
            let coming = CityTime.dayAndMinute(of: Date()).day.adding(days: 7)
            let closed = try ShopException(day: coming, hours: "off", note: "Inventur")
            let set = try #require(try await city.catalog.setException(closed, of: id, city.bookseller))
            #expect(set.exceptions == [closed] && set.openingHours?.spans(on: coming).isEmpty == true)
            #expect(set.openingHours?.description == "Mo-Fr 09:00-18:00")
            let open = try ShopException(day: coming, hours: "10:00-11:00")
            let replaced = try await city.catalog.setException(open, of: id, city.bookseller)
            #expect(replaced?.openingHours?.spans(on: coming).map(\.description) == ["10:00-11:00"])
            #expect(try await city.catalog.shops([id])[id]?.exceptions == [open])
            #expect(try await city.catalog.removeException(on: coming, of: id, city.baker) == nil)
            #expect(try await city.catalog.removeException(on: coming, of: id, city.bookseller)?.exceptions == [])
            let changed = try await city.catalog.updateShop(
                id, of: city.bookseller, ShopSettingsChange(openingHours: try OpeningHours(parsing: "Di-Sa 10:00-17:00; PH off")))
            #expect(changed?.openingHours?.description == "Tu-Sa 10:00-17:00; PH off")
        }
    }
}
