import Testing

@testable import Orders

@Suite("States")
struct StateTests {
    @Test("every state but placed is reached from placed, and from every state the end is reached")
    func stateMachineIsWhole() {
        func reachable(from start: ShopOrderState) -> Set<ShopOrderState> {
            var seen: Set<ShopOrderState> = [start]
            var open = [start]
            while let state = open.popLast() {
                for next in Fulfilment.allCases.flatMap({ state.successors(as: $0) }) where seen.insert(next).inserted {
                    open.append(next)
                }
            }
            return seen
        }
        #expect(reachable(from: .placed) == Set(ShopOrderState.allCases))
        for state in ShopOrderState.allCases {
            #expect(reachable(from: state).contains { $0.isFinal }, "\(state)")
            #expect(!state.canBecome(state), "\(state)")
        }
    }

    @Test(
        "an order is what its shop orders are",
        arguments: [
            ([.placed], .placed), ([.placed, .placed], .placed), ([.placed, .accepted], .inProgress), ([.accepted], .inProgress),
            ([.placed, .rejected], .inProgress), ([.ready, .cancelled], .inProgress), ([.failed], .inProgress),
            ([.delivered, .underway], .inProgress), ([.collected], .delivered), ([.collected, .delivered], .delivered),
            ([.collected, .ready], .inProgress), ([.collected, .returned], .partlyDelivered), ([.delivered], .delivered),
            ([.delivered, .delivered], .delivered),
            ([.delivered, .rejected], .partlyDelivered), ([.delivered, .returned], .partlyDelivered), ([.returned], .returned),
            ([.returned, .rejected], .returned), ([.cancelled], .cancelled), ([.rejected], .cancelled),
            ([.rejected, .cancelled], .cancelled),
        ] as [([ShopOrderState], OrderState)])
    func derivedState(states: [ShopOrderState], expected: OrderState) {
        #expect(OrderState(of: states) == expected)
        #expect(OrderState(of: states.reversed()) == expected)
    }
}

@Suite("Numbers and codes")
struct NumberTests {
    @Test(
        "an order number is written D-000123 and read again",
        arguments: [(1, "D-000001"), (123, "D-000123"), (1_234_567, "D-1234567")])
    func orderNumber(number: Int64, text: String) {
        #expect(OrderNumber(rawValue: number).description == text)
        #expect(OrderNumber(text)?.rawValue == number)
        #expect(OrderNumber(text.lowercased())?.rawValue == number)
    }

    @Test(
        "what is no order number is not read",
        arguments: ["", "D-", "000123", "D-12x", "S-000123", "D--12", "D-99999999999999999999"])
    func noOrderNumber(text: String) {
        #expect(OrderNumber(text) == nil)
    }

    @Test("a tracking code holds its 128 bits in 26 characters")
    func trackingCodeHoldsBits() {
        #expect(TrackingCode(high: 0, low: 0).rawValue == String(repeating: "a", count: 26))
        #expect(TrackingCode(high: .max, low: .max).rawValue == String(repeating: "7", count: 25) + "4")
        #expect(TrackingCode(high: 0, low: 1).rawValue == String(repeating: "a", count: 25) + "e")
        #expect(TrackingCode(high: 1 << 63, low: 0).rawValue == "q" + String(repeating: "a", count: 25))
        let codes = Set((0..<1000).map { _ in TrackingCode.random() })
        #expect(codes.count == 1000)
        for code in codes { #expect(TrackingCode(rawValue: code.rawValue) == code) }
    }

    @Test("a tracking code is read as people type it")
    func typedTrackingCode() {
        let code = TrackingCode.random()
        #expect(
            TrackingCode(typed: " " + code.rawValue.uppercased().prefix(13) + "-" + code.rawValue.dropFirst(13) + "\n") == code)
        #expect(TrackingCode(typed: "nonsense") == nil)
        #expect(TrackingCode(rawValue: String(repeating: "1", count: 26)) == nil)
    }
}
