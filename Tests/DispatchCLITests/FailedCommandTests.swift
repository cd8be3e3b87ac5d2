import ArgumentParser
import Foundation
import Testing

@testable import dispatch_cli

@Suite("Failed command")
struct FailedCommandTests {
    @Test("without a word it lists; retry takes a window, return a number")
    func parsed() throws {
        #expect(try DispatchCLI.parseAsRoot(["failed"]) is FailedListCommand)
        let retry = try #require(
            try DispatchCLI.parseAsRoot(["failed", "retry", "S-000123", "--day", "tomorrow", "--window", "16:00"])
                as? FailedRetryCommand)
        #expect(retry.shipment == "S-000123" && retry.window == "16:00")
        #expect(try DispatchCLI.parseAsRoot(["failed", "return", "S-000123"]) is FailedReturnCommand)
        #expect(throws: (any Error).self) { try DispatchCLI.parseAsRoot(["failed", "return"]) }
    }

    @Test("what became of goods is said in a few words")
    func words() {
        #expect(Shipment.Undelivered(hub: "Hub Nord", next: nil, isClosed: false).words == "at Hub Nord, to be decided")
        #expect(Shipment.Undelivered(hub: "Hub Nord", next: "S-000124", isClosed: false).words == "goes on as S-000124")
        #expect(Shipment.Undelivered(hub: nil, next: nil, isClosed: true).words == "closed")
    }
}
