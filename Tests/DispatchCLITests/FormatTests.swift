import Foundation
import Testing

@testable import dispatch_cli

@Suite("Figures and times")
struct FormatTests {
    @Test("times are those on the city's clocks, in winter and in summer")
    func times() throws {
        let winter = try #require(ISO8601DateFormatter().date(from: "2026-11-21T13:05:00Z"))
        let summer = try #require(ISO8601DateFormatter().date(from: "2026-07-01T13:05:00Z"))
        #expect(Format.time(winter) == "14:05")
        #expect(Format.time(summer) == "15:05")
        #expect(Format.span(winter, winter.addingTimeInterval(3600)) == "14:05–15:05")
        #expect(Format.span(nil, winter).isEmpty)
    }

    @Test("figures are rounded, not cut")
    func figures() {
        #expect(Format.kilometres(12_349) == "12.3 km")
        #expect(Format.kilometres(12_350) == "12.4 km")
        #expect(Format.kilograms(999) == "1.0 kg")
        #expect(Format.euros(1290) == "12.90 €")
        #expect(Format.euros(-5) == "-0.05 €")
        #expect(Format.hours(3 * 3600 + 299) == "3:05 h")
    }
}

@Suite("Service day")
struct DayOptionTests {
    /// 2026-11-21T23:30Z: in the city it is already the 22nd.
    private let lateEvening = Date(timeIntervalSince1970: 1_795_303_800)

    private func resolve(_ word: String) throws -> String { try DayOption.resolve(word, now: lateEvening) }

    @Test("today and tomorrow are those of the city")
    func words() throws {
        #expect(try resolve("today") == "2026-11-22")
        #expect(try resolve("morgen") == "2026-11-23")
        #expect(try resolve("2026-02-28") == "2026-02-28")
    }

    @Test("what is no day gets a sentence and exit code 2", arguments: ["2026-02-30", "21.11.2026", "2026-1-1", "soon"])
    func nonsense(word: String) {
        #expect {
            try resolve(word)
        } throws: { error in
            (error as? Failure)?.kind == .badInput && (error as? Failure)?.description.contains(word) == true
        }
    }
}
