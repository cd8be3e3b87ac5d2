import Accounts
import Foundation
import Testing

@testable import Catalog

@Suite("Uploading a menu")
struct MenuImportTests {
    private static let menu = """
        Artikelnummer;Titel;Preis;MwSt;Auswahl;Zeiten;Mehrweg-Pfand
        P1;Pizza;9,50;7;"Größe: klein; groß +3,00 | Extras (0-2): Käse +1,50; Oliven +1,00";;
        M1;Mittagstisch;8,90;7;;Mo-Fr 11:30-14:30;2,00
        T1;Tiramisù;4,50;7;;;0

        """

    @Test(
        "choices, hours and reusable packaging come from the file; the same file again changes nothing; an undo takes them back")
    func wholeWay() async throws {
        try await CityFixture.run { city in
            #expect(try await city.upload(Self.menu).counts == [3, 0, 0, 0])
            let products = try await city.products()
            #expect(
                products["P1"]?.facts.choices.description
                    == "Größe (1): klein; groß +3,00 | Extras (0-2): Käse +1,50; Oliven +1,00")
            #expect(products["P1"]?.facts.availableHours == nil && products["P1"]?.facts.reusableDeposit == nil)
            #expect(products["M1"]?.facts.availableHours?.description == "Mo-Fr 11:30-14:30")
            #expect(products["M1"]?.facts.reusableDeposit == Cents(200) && products["T1"]?.facts.reusableDeposit == .zero)
            #expect(try await city.upload(Self.menu).counts == [0, 0, 3, 0])

            let changed = Self.menu.replacing("groß +3,00", with: "groß +4,00").replacing("Mo-Fr 11", with: "Mo-Sa 11")
            let report = try await city.upload(changed)
            #expect(report.counts == [0, 2, 1, 0])
            let id = try #require(try await city.catalog.catalogImports(of: city.bookseller, limit: 1).first?.id)
            _ = try await city.catalog.undoImport(id, of: city.bookseller)
            #expect(try await ImportWorker(city.catalog).workOff() == 1)
            #expect(try await city.products()["P1"]?.facts == products["P1"]?.facts)
            #expect(try await city.products()["M1"]?.facts == products["M1"]?.facts)
        }
    }

    @Test("what cannot be read is reported with its line, its column and how to mend it")
    func faults() async throws {
        try await CityFixture.run { city in
            let report = try await city.upload(
                "sku;title;price;auswahl;zeiten;mehrweg_pfand\nA;A;1;Größe (3): a;;\nB;B;1;;mittags;\nC;C;1;;;200,00\nD;D;1;a;;\n"
            )
            #expect(report.problems.map(\.line) == [2, 3, 4, 5])
            #expect(report.problems.map(\.column) == ["auswahl", "zeiten", "mehrweg_pfand", "auswahl"])
            #expect(
                report.problems.map(\.fault) == [
                    .notChoices(part: "Größe", rule: .count), .notOpeningHours(part: "mittags"), .tooLarge(limit: "100,00"),
                    .notChoices(part: "a", rule: .colon),
                ])
            for problem in report.problems {
                #expect(!problem.fault.reason(in: .german).isEmpty && !problem.fault.remedy(in: .english).isEmpty)
            }
        }
    }
}
