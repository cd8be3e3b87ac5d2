import Foundation
import Testing

@testable import dispatch_cli

@Suite("The board")
struct BoardTests {
    static let noon = Date(timeIntervalSince1970: 1_795_431_600)

    static func tour(_ number: Int, rider: String?, stops: Int = 4, lateBy minutes: Double = 0) -> Tour {
        Tour(
            id: UUID(), number: number, day: "2026-11-23", planVersion: 1,
            bike: Tour.Bike(key: "LJ-\(number)", name: "Long John \(number)", type: "long-john"),
            hub: Tour.Hub(key: "nord", name: "Hub Nord"), rider: rider.map { Tour.Rider(id: UUID(), name: $0) }, start: noon,
            end: noon.addingTimeInterval(7200), trips: 1, stops: stops, shipments: stops, metres: 12_300, grams: 40_000,
            millilitres: 90_000, wattHours: 120, state: "underway", isLocked: false,
            stopList: (0..<stops).map { index in
                TourStop(
                    position: index + 1, trip: 1, kind: "dropoff", name: "Rheinstraße \(index + 1)",
                    shipmentNumber: "S-00\(number)00\(index)", arrival: noon, serviceStart: noon, departure: noon,
                    windowStart: noon, windowEnd: noon.addingTimeInterval(3600), loadGrams: 0, loadMillilitres: 0,
                    batteryWattHours: nil, metresFromPrevious: 100, state: index == 0 ? "done" : "open",
                    latitude: 49.87 + Double(index) / 100, longitude: 8.65 + Double(number) / 100, isAtDoor: true,
                    finishedAt: index == 0 ? noon : nil,
                    expected: noon.addingTimeInterval(3600 + minutes * 60))
            })
    }

    private static func state() -> BoardState {
        var state = BoardState()
        state.day = "2026-11-23"
        state.tours = [tour(1, rider: "Mira"), tour(2, rider: nil), tour(3, rider: "Jonas", lateBy: 12)]
        return state
    }

    private static func screen(_ state: BoardState, width: Int = 100, height: Int = 24) -> [String] {
        BoardView(state: state, width: width, height: height, colours: false, now: noon).lines()
    }

    private static func type(_ text: String, into state: inout BoardState) -> BoardState.Effect? {
        var effect: BoardState.Effect?
        for key in Key.parse(Array(text.utf8)) { effect = state.handle(key) ?? effect }
        return effect
    }

    @Test("it fills the screen and no more, whatever its size", arguments: [(80, 24), (200, 60), (20, 5), (130, 40)])
    func size(width: Int, height: Int) {
        var state = Self.state()
        for page in [BoardState.Page.tours, .stops(1), .history, .help] {
            state.page = page
            let lines = Self.screen(state, width: width, height: height)
            #expect(lines.count == max(4, height), "\(page)")
            #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(page): \(lines.filter { displayWidth($0) > width })")
        }
    }

    @Test("a late tour says by how much, an open one that it is open")
    func tours() {
        let lines = Self.screen(Self.state())
        #expect(lines[0].contains("3 tours (1 open)") && lines[0].contains("3/12 drops") && lines[0].contains("3 late"))
        #expect(lines.contains { $0.contains("Jonas") && $0.contains("12 min") })
        #expect(lines.contains { $0.contains("– open –") })
    }

    @Test("the filter finds by rider, by shipment and what is late")
    func filter() {
        var state = Self.state()
        #expect(Self.type("/jonas\r", into: &state) == nil)
        #expect(state.shown.map(\.number) == [3])
        _ = Self.type("\u{1B}", into: &state)
        #expect(state.shown.count == 3)
        _ = Self.type("/late\r", into: &state)
        #expect(state.shown.map(\.number) == [3])
        _ = Self.type("\u{1B}/S-001\r", into: &state)
        #expect(state.shown.map(\.number) == [1])
    }

    @Test("commands become orders; what is no command is told in a sentence")
    func commands() {
        var state = Self.state()
        #expect(Self.type(":move 17 3\r", into: &state) == .run(.move("S-000017", toTour: 3)))
        #expect(Self.type(":assign 2 mira\r", into: &state) == .run(.assign(2, rider: "mira")))
        #expect(Self.type(":shop buch 20\r", into: &state) == .run(.shopLate("buch", minutes: 20)))
        #expect(Self.type(":dance\r", into: &state) == nil)
        #expect(state.isProblem && state.message.contains("'dance' is no command"))
        #expect(Self.type(":move\r", into: &state) == nil && state.isProblem)
        #expect(Self.type("q", into: &state) == .quit)
    }

    @Test("u takes back the last thing that can be taken back, and then the one before")
    func undo() {
        var state = Self.state()
        #expect(Self.type("u", into: &state) == nil && state.isProblem)
        state.done = [
            BoardState.Done(words: "replanned", undo: .restore(version: 4)), BoardState.Done(words: "asked"),
            BoardState.Done(words: "tour 3 locked", undo: .lock(3, false)),
        ]
        #expect(Self.type("u", into: &state) == .run(.undo(.lock(3, false))))
        state.done[2].isUndone = true
        #expect(Self.type("u", into: &state) == .run(.undo(.restore(version: 4))))
    }

    @Test("arrow keys choose, enter opens the stops, escape goes back")
    func keys() {
        var state = Self.state()
        _ = Self.type("\u{1B}[B\u{1B}[B\u{1B}[B\u{1B}[A\r", into: &state)
        #expect(state.page == .stops(2))
        #expect(Self.screen(state).contains { $0.contains("Rheinstraße 2") })
        _ = Self.type("\u{1B}", into: &state)
        #expect(state.page == .tours && state.selected == 1)
    }

    @Test("a name with control characters cannot steer the terminal")
    func controlCharacters() {
        var state = Self.state()
        state.tours[0].rider?.name = "M\u{1B}[2Jira"
        #expect(Self.screen(state).allSatisfy { !$0.contains("\u{1B}") })
    }
}

@Suite("Tours as files")
struct TourExportTests {
    private let export = TourExport(tours: [BoardTests.tour(1, rider: "Mira <& Co>"), BoardTests.tour(2, rider: "=cmd()")])

    @Test("GPX has a route for each tour and a point for each stop")
    func gpx() throws {
        let text = export.gpx()
        let parser = XMLNames(text)
        #expect(parser.counts["rte"] == 2 && parser.counts["rtept"] == 8 && parser.isWellFormed)
    }

    @Test("GeoJSON has a line for each tour and a point for each stop, longitude first")
    func geoJSON() throws {
        let object = try #require(JSONSerialization.jsonObject(with: Data(try export.geoJSON().utf8)) as? [String: Any])
        let features = try #require(object["features"] as? [[String: Any]])
        let kinds = features.compactMap { ($0["geometry"] as? [String: Any])?["type"] as? String }
        #expect(kinds.count { $0 == "LineString" } == 2 && kinds.count { $0 == "Point" } == 8)
        let point = features.first { ($0["geometry"] as? [String: Any])?["type"] as? String == "Point" }
        #expect(((point?["geometry"] as? [String: Any])?["coordinates"] as? [Double])?[0] == 8.66)
    }

    @Test("CSV keeps its columns, and no cell is a spreadsheet's formula")
    func csv() {
        let lines = export.csv().split(separator: "\r\n")
        #expect(lines.count == 9)
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 19 })
        #expect(!export.csv().contains(",=cmd") && export.csv().contains("'=cmd()"))
    }

    @Test("the sheets are German, and a name is no markup")
    func html() {
        let text = export.html()
        #expect(text.contains("Zustellen") && text.contains("Mira &lt;&amp; Co&gt;") && !text.contains("<& Co>"))
    }
}

/// Counts elements.
private final class XMLNames {
    private(set) var counts: [String: Int] = [:]
    private(set) var isWellFormed = false

    /// Only what the export writes: no attributes with angle brackets, no comments.
    init(_ text: String) {
        var open: [String] = []
        for match in text.matches(of: #/<(/?)([a-z]+)[^>]*>/#) {
            let name = String(match.output.2)
            if match.output.1.isEmpty {
                counts[name, default: 0] += 1
                open.append(name)
            } else if open.popLast() != name {
                return
            }
        }
        isWellFormed = open.isEmpty
    }
}

@Suite("What if")
struct WhatIfTests {
    @Test("bikes, riders and shifts are read; anything else is refused with what is possible")
    func reading() throws {
        let more = try WhatIf("+long-john@nord=16:00-20:00", day: "2026-11-23")
        #expect(more.addBike?.type == "long-john" && more.addBike?.hub == "nord")
        #expect(more.addBike?.from == Date(timeIntervalSince1970: 1_795_446_000))
        #expect(try WhatIf("-bike:LJ-1", day: nil).dropBike?._0 == "LJ-1")
        #expect(try WhatIf("shifts+30", day: nil).longerShifts?.minutes == 30)
        for wrong in ["", "bike", "+long-john", "+@nord", "shifts+x", "+a@b=16"] {
            #expect(throws: Failure.self, "\(wrong)") { try WhatIf(wrong, day: nil) }
        }
    }

    @Test("a shipment's number can be written short")
    func numbers() throws {
        #expect(try ShipmentName.number("17") == "S-000017" && ShipmentName.number("s-000017") == "S-000017")
        #expect(throws: Failure.self) { try ShipmentName.number("x17") }
    }
}

@Suite("Results that are written")
struct WrittenResultTests {
    @Test("a device stays a device, a file is replaced, a folder that is not there is told in a sentence")
    func writing() throws {
        try writeResult("nothing", to: "/dev/null")
        let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(kind == .typeCharacterSpecial)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("result-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for text in ["one", "two"] { try writeResult(text, to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        #expect(throws: Failure.self) { try writeResult("x", to: "/no/such/folder/file") }
    }
}
