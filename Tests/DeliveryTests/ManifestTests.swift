import Accounts
import Catalog
import Database
import Foundation
import Orders
import Testing

@testable import Delivery

@Suite("Parcels of other carriers")
struct ManifestTests {
    private static let header = "tracking;recipient;street;house_number;postcode;weight_kg;volume_l;handling;from;to;note\r\n"

    private static func data(_ lines: String...) -> Data { Data((header + lines.joined(separator: "\r\n")).utf8) }

    @Test("a list is read with the names that carriers use, its sizes and its windows")
    func reads() throws {
        let file = try ManifestFile(
            Data(
                """
                Sendungsnummer,Empfänger,Straße,Hausnummer,PLZ,Gewicht_kg,Volumen_l,Von,Bis
                JD01,"Kurt, Selma",Heinheimer Straße,12 a,64289,"2,5",,,
                JD02,Ola Berg,Schulstraße,3,64283,0.4,9.5,10:00,12:00

                """.utf8))
        #expect(file.problems.isEmpty)
        let first = try #require(file.rows.first)
        #expect(first.tracking == "JD01" && first.contact.recipient.name == "Kurt, Selma")
        #expect(first.weight == Grams(2500) && first.volume == Millilitres(20_000) && first.window == nil)
        let second = try #require(file.rows.last)
        #expect(second.volume == Millilitres(9500))
        #expect(second.window?.lowerBound == TimeOfDay("10:00") && second.window?.upperBound == TimeOfDay("12:00"))
    }

    @Test("each line that cannot be used is named with its column, its value, what is wrong and what helps; the others are taken")
    func problems() throws {
        let file = try ManifestFile(
            Self.data(
                "A1;Ida;Schulstraße;1;64283;2;;;;;", "A2;;Schulstraße;1;64283;2;;;;;", "A3;Ida;Schulstraße;1;6428;2;;;;;",
                "A4;Ida;Schulstraße;1;64283;schwer;;;;;", "A5;Ida;Schulstraße;1;64283;2;;lebendig;;;",
                "A6;Ida;Schulstraße;1;64283;2;;;12:00;10:00;", "A1;Ida;Schulstraße;1;64283;2;;;;;",
                "A8;Ida;Schulstraße;1;64283;2;;fragile chilled;;;"))
        #expect(file.rows.map(\.tracking) == ["A1", "A8"])
        #expect(file.rows.last?.handling == [.fragile, .chilled])
        #expect(file.problems.map(\.line) == [3, 4, 5, 6, 7, 8])
        #expect(file.problems.map(\.column) == ["recipient", "postcode", "weight_kg", "handling", "to", "tracking"])
        #expect(file.problems.allSatisfy { !$0.reason.isEmpty && !$0.remedy.isEmpty })
        #expect(throws: CSVTableError.self) { try ManifestFile(Data("tracking;street\r\nA;B".utf8)) }
    }

    private static func city(_ body: (City) async throws -> Void) async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            try await city.delivery.upsertAddresses([
                KnownAddress(
                    street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt", latitude: 49.8720,
                    longitude: 8.6560),
                KnownAddress(
                    street: "Heinheimer Straße", houseNumber: "12", postcode: "64289", city: "Darmstadt", latitude: 49.8800,
                    longitude: 8.6630),
            ])
            try await body(city)
        }
    }

    @Test(
        "parcels of a manifest are planned and sorted to tours with the city's own, and loaded in the reverse order of their doors"
    )
    func planned() async throws {
        try await Self.city { city in
            let report = try await city.delivery.importManifest(
                Self.data(
                    "A1;Ida;Schulstraße;1;64283;2;;;;;", "A2;Ola;Heinheimer Straße;12;64289;30;;;10:00;14:00;2. Stock",
                    "A3;Uwe;Schulstr.;1;64283;1,5;;;;;", "A4;Eva;Mondstraße;1;64283;1,5;;;;;"),
                carrier: "Paketdienst", hub: "nord", day: City.day, readyAt: TimeOfDay("09:00"))
            #expect(report.accepted == 3 && report.known == 0 && report.weightGrams == 33_500)
            #expect(report.refused.map(\.line) == [5] && report.refused.first?.column == "street")
            let id = try #require(report.manifest)
            try await city.addShipments(10)
            let plan = try await city.plan()
            #expect(plan.unserved.isEmpty)
            let manifest = try #require(try await city.delivery.manifests(on: City.day).first)
            #expect(manifest.parcels == 3 && manifest.planned == 3 && manifest.hub == "nord")
            let parcels = try await city.delivery.parcels(of: id)
            #expect(parcels.map(\.tracking).sorted() == ["A1", "A2", "A3"])
            for parcel in parcels {
                let eta = try #require(parcel.eta)
                #expect(parcel.tour != nil && parcel.door != nil && eta >= City.at(9), "\(parcel)")
            }
            let loads = parcels.map { [$0.tour ?? 0, $0.trip ?? 0, -($0.door ?? 0)] }
            #expect(loads == loads.sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    @Test("the same list twice changes nothing, a mended one adds what is new, a preview keeps nothing")
    func twice() async throws {
        try await Self.city { city in
            let list = Self.data("A1;Ida;Schulstraße;1;64283;2;;;;;", "A2;Ida;Schulstraße;1;64283;x;;;;;")
            func send(_ list: Data, isPreview: Bool = false) async throws -> ManifestReport {
                try await city.delivery.importManifest(
                    list, carrier: "Paketdienst", hub: "nord", day: City.day, isPreview: isPreview)
            }
            let preview = try await send(list, isPreview: true)
            #expect(preview.accepted == 1 && preview.manifest == nil)
            #expect(try await city.delivery.manifests(on: City.day).isEmpty)
            let first = try await send(list)
            #expect(first.accepted == 1 && first.refused.count == 1)
            let again = try await send(list)
            #expect(again.accepted == 0 && again.known == 1 && again.manifest == nil)
            let mended = try await send(
                Self.data("A1;Ida;Schulstraße;1;64283;2;;;;;", "A2;Ida;Schulstraße;1;64283;3;;;;;"))
            #expect(mended.accepted == 1 && mended.known == 1)
            let states = try await city.states()
            #expect(states == [.waiting: 2])
            // Another carrier may use the same numbers.
            let other = try await city.delivery.importManifest(list, carrier: "Express", hub: "west", day: City.day)
            #expect(other.accepted == 1)
        }
    }

    @Test("the same list for two days at the same moment is taken for one of them, parcel by parcel")
    func twoDaysAtOnce() async throws {
        try await Self.city { city in
            let list = Self.data("A1;Ida;Schulstraße;1;64283;2;;;;;", "A2;Ida;Schulstraße;1;64283;3;;;;;")
            let next = try #require(CalendarDay(year: 2026, month: 11, day: 24))
            for _ in 1...5 {
                async let today = city.delivery.importManifest(list, carrier: "Paketdienst", hub: "nord", day: City.day)
                async let tomorrow = city.delivery.importManifest(list, carrier: "Paketdienst", hub: "nord", day: next)
                let reports = try await [today, tomorrow]
                #expect(reports.map(\.accepted).sorted() == [0, 2] && reports.map(\.known).sorted() == [0, 2])
                for id in reports.compactMap(\.manifest) { #expect(try await city.delivery.withdrawManifest(id) == 2) }
            }
        }
    }

    @Test("a manifest that is withdrawn is not brought, and can be sent again")
    func withdrawn() async throws {
        try await Self.city { city in
            let list = Self.data("A1;Ida;Schulstraße;1;64283;2;;;;;")
            let report = try await city.delivery.importManifest(list, carrier: "Paketdienst", hub: "nord", day: City.day)
            let id = try #require(report.manifest)
            #expect(try await city.delivery.withdrawManifest(id) == 1)
            #expect(try await city.delivery.withdrawManifest(id) == 0)
            #expect(try await city.delivery.withdrawManifest(.new()) == nil)
            #expect(try await city.states() == [.cancelled: 1])
            let again = try await city.delivery.importManifest(list, carrier: "Paketdienst", hub: "nord", day: City.day)
            #expect(again.accepted == 1)
        }
    }

    @Test("what is said of a manifest besides its lines is refused with a sentence")
    func refused() async throws {
        try await Self.city { city in
            let list = Self.data("A1;Ida;Schulstraße;1;64283;2;;;;;")
            let wrong: [(String, String, CalendarDay, String?)] = [
                ("", "nord", City.day, nil), ("P", "mond", City.day, nil), ("P", "nord", City.day.adding(days: -1), nil),
                ("P", "nord", City.day, "23:30"),
            ]
            for (carrier, hub, day, ready) in wrong {
                await #expect(throws: ManifestRefused.self) {
                    try await city.delivery.importManifest(
                        list, carrier: carrier, hub: hub, day: day, readyAt: ready.flatMap { TimeOfDay($0) })
                }
            }
            // Its window is over before it is there.
            let late = try await city.delivery.importManifest(
                Self.data("A1;Ida;Schulstraße;1;64283;2;;;08:00;10:00;"), carrier: "P", hub: "nord", day: City.day,
                readyAt: TimeOfDay("11:00"))
            #expect(late.accepted == 0 && late.refused.first?.column == "to")
        }
    }
}
