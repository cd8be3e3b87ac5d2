import Accounts
import Database
import Foundation
import Orders
import Testing

@testable import Delivery

@Suite("Codes at the door")
struct HandOverCodeTests {
    @Test(
        "the first word of four digits in a proof is the code; names and pictures beside it do not matter",
        arguments: [
            ("4711", "4711"), (" 0042 ", "0042"), ("Frau Kurt 4711", "4711"),
            ("4711 photo:9f0c1de2-0000-4000-8000-123456789012", "4711"),
            ("471", nil), ("47110", nil), ("S. Kurt", nil), ("photo:1234", nil), ("٤٧١١", nil), ("", nil),
        ])
    func reading(proof: String, code: String?) {
        #expect(HandOverCode(toldIn: proof)?.rawValue == code)
    }

    @Test("five wrong codes end the comparing, also with the right one")
    func limit() {
        let (right, wrong) = (HandOverCode(rawValue: "4711"), HandOverCode(rawValue: "4712"))
        #expect(CodeCheck(told: right, expected: right, wrongBefore: 4) == .matches)
        #expect(CodeCheck(told: wrong, expected: right, wrongBefore: 4) == .differs)
        #expect(CodeCheck(told: right, expected: right, wrongBefore: 5) == .exhausted)
    }

    @Test("a reported code is compared with the order's; a wrong one is told, stands in the log and undoes nothing")
    func comparing() async throws {
        try await City.withCity { city in
            let (_, rider, stops) = try await city.firstAssignedTour(shipments: 25)
            let doors = Array(stops.filter { $0.kind == .dropoff || $0.kind == .delivery }.prefix(2))
            try #require(doors.count == 2)
            let order = OrderID.new()
            try await city.database.transaction("test.order") { transaction in
                try await transaction.execute(
                    "test.order",
                    "UPDATE delivery.shipment SET order_id = \(order) WHERE number = ANY (\(doors.compactMap(\.shipmentNumber)))")
                try await city.delivery.makeHandOverCode(for: order, in: transaction)
            }
            let code = try #require(try await city.delivery.handOverCode(of: order))
            #expect(code.rawValue.wholeMatch(of: /[0-9]{4}/) != nil)
            let wrong = code.rawValue == "0000" ? "1111" : "0000"
            func report(_ proof: String?, at door: TourStop, id: EventID = .new()) async throws -> TourStop {
                let event = StopEvent(id: id, kind: .delivered, at: door.serviceStart, proof: proof)
                return try await city.delivery.record(event, at: door.id, by: rider.id)
            }

            let first = EventID.new()
            for _ in 1...2 {
                let told = try await report(wrong, at: doors[0], id: first)
                #expect(
                    told.codeCheck == .differs && told.state == .done, "the hand-over counts, and the same report says the same")
            }
            #expect(try await report("S. Kurt", at: doors[0]).codeCheck == nil)
            #expect(try await report(code.rawValue, at: doors[0]).codeCheck == .matches)
            #expect(
                try await report("\(code.rawValue) photo:1", at: doors[1]).codeCheck == .matches, "one code for the whole order")
            for _ in 2...5 { #expect(try await report(wrong, at: doors[1]).codeCheck == .differs) }
            #expect(try await report(code.rawValue, at: doors[1]).codeCheck == .exhausted)

            let log = try await city.delivery.log(of: City.day)
            #expect(log.count { $0.detail == "wrong code" } == 5 && log.count { $0.detail == "code matches" } == 2)
            let other = try #require(stops.first { ($0.kind == .dropoff || $0.kind == .delivery) && !doors.contains($0) })
            #expect(try await report(code.rawValue, at: other).codeCheck == nil, "nothing to compare with")
        }
    }
}
