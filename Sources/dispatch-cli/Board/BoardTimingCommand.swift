import ArgumentParser
import Foundation
import Glibc

/// How long the board takes to redraw; `make bench-board` prints it.
struct BoardTimingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-timing", abstract: "Measure a redraw of the board on made-up tours.", shouldDisplay: false)

    @Option(help: "Stops of all tours together.")
    var stops = 1000
    @Option(help: "Stops of a tour.")
    var perTour = 25
    @Option(help: "How often to redraw.")
    var rounds = 200

    private struct Report: Encodable {
        var stops, tours, width, height, rounds: Int
        /// Composing, comparing and writing; all in milliseconds.
        var medianMilliseconds, worstMilliseconds: Double
        /// The same screen, already composed, written as a whole: what the terminal costs alone.
        var plainWriteMilliseconds: Double
        var bytesOfUpdate, bytesOfScreen: Int
    }

    func run() throws {
        let (width, height) = (160, 50)
        var state = BoardState()
        state.day = "2026-11-23"
        let noon = Date(timeIntervalSince1970: 1_795_431_600)
        state.tours = Self.tours(stops: stops, perTour: perTour, at: noon)
        let terminal = try Self.terminal()
        defer { close(terminal) }
        var shown: [String] = []
        var times: [Double] = []
        var bytes = 0
        for round in 0..<max(1, rounds) {
            // A report came in, and somebody pressed an arrow key.
            let (tour, stop) = (round % state.tours.count, round / state.tours.count % perTour)
            if state.tours[tour].stopList?.indices.contains(stop) == true { state.tours[tour].stopList?[stop].state = "done" }
            state.selected = round % state.tours.count
            let began = ContinuousClock.now
            let lines = BoardView(
                state: state, width: width, height: height, colours: true, now: noon.addingTimeInterval(Double(round * 60))
            ).lines()
            let update = Array(ScreenUpdate.text(from: round == 0 ? nil : shown, to: lines).utf8)
            Self.write(update, to: terminal)
            times.append((ContinuousClock.now - began) / .milliseconds(1))
            if round > 0 { bytes += update.count }
            shown = lines
        }
        let screen = Array(ScreenUpdate.text(from: nil, to: shown).utf8)
        var plain: [Double] = []
        for _ in 0..<max(1, rounds) {
            let began = ContinuousClock.now
            Self.write(screen, to: terminal)
            plain.append((ContinuousClock.now - began) / .milliseconds(1))
        }
        times.sort()
        plain.sort()
        try Output.standardOutput.json(
            Report(
                stops: state.tours.reduce(0) { $0 + ($1.stopList?.count ?? 0) }, tours: state.tours.count, width: width,
                height: height,
                rounds: times.count, medianMilliseconds: times[times.count / 2], worstMilliseconds: times[times.count - 1],
                plainWriteMilliseconds: plain[plain.count / 2], bytesOfUpdate: bytes / max(1, times.count - 1),
                bytesOfScreen: screen.count))
    }

    static func tours(stops: Int, perTour: Int, at noon: Date) -> [Tour] {
        let count = max(1, (stops + perTour - 1) / perTour)
        return (1...count).map { number in
            let list = (0..<min(perTour, stops - (number - 1) * perTour)).map { index in
                let arrival = noon.addingTimeInterval(Double(index * 300))
                return TourStop(
                    position: index + 1, trip: 1, kind: index % 2 == 0 ? "pickup" : "dropoff",
                    name: "Rheinstraße \(number * 7 + index)",
                    shipmentNumber: "S-\(100_000 + number * perTour + index)", arrival: arrival, serviceStart: arrival,
                    departure: arrival.addingTimeInterval(120), windowStart: noon, windowEnd: noon.addingTimeInterval(7200),
                    loadGrams: 0, loadMillilitres: 0, batteryWattHours: nil, metresFromPrevious: 400, state: "open",
                    latitude: 49.84 + Double((number * 37 + index * 11) % 100) / 1500,
                    longitude: 8.6 + Double((number * 53 + index * 29) % 100) / 1000, isAtDoor: index % 2 == 1, finishedAt: nil,
                    expected: arrival.addingTimeInterval(Double(index % 5 * 60)))
            }
            return Tour(
                id: UUID(), number: number, day: "2026-11-23", planVersion: 1,
                bike: Tour.Bike(key: "LJ-\(number)", name: "Long John \(number)", type: "longjohn"),
                hub: Tour.Hub(key: "nord", name: "Hub Nord"), rider: Tour.Rider(id: UUID(), name: "Rider \(number)"), start: noon,
                end: noon.addingTimeInterval(Double(perTour * 300)), trips: 1, stops: list.count, shipments: list.count / 2,
                metres: 14_000,
                grams: 60_000, millilitres: 200_000, wattHours: 180, state: "underway", isLocked: false, stopList: list)
        }
    }

    /// A terminal without a screen: its other end is read and thrown away.
    private static func terminal() throws -> Int32 {
        // linux/asm-generic/ioctls.h: TIOCSPTLCK, TIOCGPTN; the functions over them are not in the Glibc module.
        let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (lock, index): (Int32, Int32) = (0, 0)
        guard master >= 0, ioctl(master, unlock, &lock) == 0, ioctl(master, number, &index) == 0,
            case let slave = open("/dev/pts/\(index)", O_RDWR | O_NOCTTY), slave >= 0
        else { throw Failure.notDone("There are no pseudo terminals here.") }
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while read(master, &buffer, buffer.count) > 0 {}
            close(master)
        }
        return slave
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
