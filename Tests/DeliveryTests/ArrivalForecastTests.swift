import Foundation
import Testing

@testable import Delivery

@Suite("When a tour will be where")
struct ArrivalForecastTests {
    private static func at(_ minutes: Double) -> Date { Date(timeIntervalSinceReferenceDate: minutes * 60) }

    /// Three stops of five minutes, ten minutes apart, from minute 0; the last has a window from minute 40.
    private static func stops(
        _ states: [StopState] = [.open, .open, .open], arrived: [Double?] = [nil, nil, nil],
        finished: [Double?] = [nil, nil, nil]
    ) -> [ForecastStop] {
        let planned: [(Double, Double, Double, Double?)] = [(0, 0, 5, nil), (15, 15, 20, nil), (30, 40, 45, 40)]
        return planned.enumerated().map { index, times in
            ForecastStop(
                arrival: at(times.0), serviceStart: at(times.1), departure: at(times.2), windowStart: times.3.map(at),
                state: states[index], arrivedAt: arrived[index].map(at), finishedAt: finished[index].map(at))
        }
    }

    @Test("before a tour begins it is as planned")
    func planned() {
        let forecast = ArrivalForecast(Self.stops(), at: Self.at(-60))
        #expect(forecast.times.map(\.serviceStart) == [0, 15, 40].map { Self.at($0) })
    }

    @Test("a late start moves what follows, until a wait takes it up")
    func late() {
        let forecast = ArrivalForecast(Self.stops([.done, .open, .open], finished: [12, nil, nil]), at: Self.at(12))
        #expect(forecast.times.map(\.serviceStart) == [0, 22, 40].map { Self.at($0) })
        #expect(forecast.times[2].arrival == Self.at(37))
    }

    @Test("an early one is early, but no door opens before its window")
    func early() {
        let forecast = ArrivalForecast(
            Self.stops([.done, .done, .open], arrived: [0, 10, nil], finished: [2, 12, nil]), at: Self.at(12))
        #expect(forecast.times[2].arrival == Self.at(22) && forecast.times[2].serviceStart == Self.at(40))
    }

    @Test("who should have been there by now and has not reported is taken to arrive now")
    func silent() {
        let forecast = ArrivalForecast(Self.stops([.done, .open, .open], finished: [5, nil, nil]), at: Self.at(60))
        #expect(forecast.times.map(\.arrival) == [0, 60, 75].map { Self.at($0) })
    }

    @Test("who has arrived and not left is still there")
    func staying() {
        let forecast = ArrivalForecast(
            Self.stops([.done, .arrived, .open], arrived: [0, 15, nil], finished: [5, nil, nil]), at: Self.at(50))
        #expect(forecast.times[1].departure == Self.at(50) && forecast.times[2].arrival == Self.at(60))
    }
}
