import Catalog
import Database
import Foundation
import Orders
import Testing

@testable import Marketplace

@Suite("Words for days, times and amounts")
struct GermanFormatTests {
    /// Saturday, 21 November 2026, 23:30 in Darmstadt.
    private static let now = Date(timeIntervalSince1970: 1_795_300_200)

    @Test("days are named as seen from today in the city, not in UTC")
    func days() throws {
        let today = try #require(CalendarDay("2026-11-21"))
        #expect(GermanFormat.time(Self.now) == "23:30")
        #expect(GermanFormat.day(today, now: Self.now) == "heute")
        #expect(GermanFormat.day(today.adding(days: 1), now: Self.now) == "morgen")
        #expect(GermanFormat.day(today.adding(days: 2), now: Self.now) == "am Montag, 23.11.")
        #expect(GermanFormat.moment(Self.now.addingTimeInterval(3600), now: Self.now) == "morgen, 00:30")
        #expect(GermanFormat.longDay(today) == "Samstag, 21.11.2026")
    }

    @Test("times after midnight begin anew, a day's end is 24:00")
    func minutes() {
        #expect(GermanFormat.time(minute: 545) == "09:05")
        #expect(GermanFormat.time(minute: 1440) == "24:00")
        #expect(GermanFormat.time(minute: 1560) == "02:00")
    }

    @Test("a cart's VAT has that of its delivery in it")
    func vat() {
        let totals = Totals(lines: [
            PricedLine(quantity: 1, unitPrice: Cents(890), rate: .standard),
            PricedLine(quantity: 3, unitPrice: Cents(790), rate: .reduced),
        ])
        let sums = CartSums(totals, fee: DeliveryFee(base: Cents(390), freeFrom: Cents(6000)))
        #expect(sums.total == Cents(890 + 2370 + 390))
        #expect(GermanFormat.vat(sums.vat) == "darin 2,04 € MwSt. (19 %) und 1,55 € MwSt. (7 %)")
        #expect(sums.missingForFreeDelivery == Cents(2740))
    }

    @Test("tenths are rounded, and what is below zero has its sign")
    func tenths() {
        #expect(GermanFormat.tenths(12_345, of: 1000) == "12,3")
        #expect(GermanFormat.tenths(950, of: 1000) == "1,0")
        #expect(GermanFormat.tenths(-1250, of: 1000) == "−1,3")
        #expect(GermanFormat.tenths(-10, of: 1000) == "0,0")
    }
}
