import ArgumentParser
import Foundation
import Testing

@testable import dispatch_cli

@Suite("Simulate command")
struct SimulateCommandTests {
    @Test("a whole command line is understood")
    func parsed() throws {
        let command = try #require(
            try DispatchCLI.parseAsRoot([
                "simulate", "--orders", "150", "--seed", "7", "--days", "3", "--disruptions", "heavy", "--fleet", "nord=+1",
                "--fleet",
                "west=-2", "--reserve", "10",
            ]) as? SimulateCommand)
        #expect(command.orders == 150 && command.seed == 7 && command.days == 3 && command.disruptions == "heavy")
        #expect(try SimulateCommand.fleet(command.fleet) == ["nord": 1, "west": -2])
        #expect(command.reserve == 10)
    }

    @Test(
        "what cannot be meant is refused",
        arguments: [
            ["--orders", "0"], ["--days", "1001"], ["--disruptions", "some"], ["--fleet", "nord"], ["--fleet", "=1"],
            ["--fleet", "nord=viele"], ["--bikes-less", "21"], ["--reserve", "61"],
        ])
    func refused(words: [String]) {
        #expect(throws: (any Error).self) { try DispatchCLI.parseAsRoot(["simulate"] + words) }
    }

    @Test("bikes come to the hub with fewest and go from the one with most")
    func spread() {
        let hubs = [(key: "nord", bikes: 3), (key: "sued", bikes: 2), (key: "west", bikes: 3)]
        #expect(SimulateCommand.spread(2, over: hubs, on: [:]) == ["sued": 1, "nord": 1])
        #expect(SimulateCommand.spread(-2, over: hubs, on: [:]) == ["west": -1, "nord": -1])
        #expect(SimulateCommand.spread(0, over: hubs, on: ["nord": 1]) == ["nord": 1])
        #expect(SimulateCommand.spread(1, over: hubs, on: ["sued": 2]) == ["sued": 2, "nord": 1])
    }

    @Test("events are put together from any pieces")
    func events() {
        let text = "event: progress\ndata: {\"fraction\":0.5}\n\n: comment\nevent: end\r\ndata: a\ndata: ü\r\n\r\ndata: last\n\n"
        let expected = [
            ServerSentEvent(name: "progress", data: "{\"fraction\":0.5}"), ServerSentEvent(name: "end", data: "a\nü"),
            ServerSentEvent(name: "message", data: "last"),
        ]
        for size in [1, 2, 7, 1000] {
            var reader = ServerSentEventReader()
            let bytes = Array(text.utf8)
            let events = stride(from: 0, to: bytes.count, by: size).flatMap {
                reader.take(Data(bytes[$0..<min($0 + size, bytes.count)]))
            }
            #expect(events == expected, "pieces of \(size)")
        }
    }

    @Test("JSON of a recorded day is passed on unchanged")
    func passedOn() throws {
        let text = #"{"a":[1,2.5,null,true],"b":{"c":"ü"}}"#
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(try JSONText(Data(text.utf8))), as: UTF8.self) == text)
        #expect(throws: (any Error).self) { try JSONText(Data("{".utf8)) }
    }
}
