import Routing
import Testing

@Suite("Travel from coordinates")
struct GreatCircleTravelTests {
    private let darmstadt = Coordinate(latitude: 49.8728, longitude: 8.6512)
    private let frankfurt = Coordinate(latitude: 50.1109, longitude: 8.6821)

    @Test("The great circle from Darmstadt to Frankfurt is 26.6 km")
    func greatCircle() {
        #expect(abs(GreatCircleTravel.distance(darmstadt, frankfurt) - 26_566) < 20)
        #expect(GreatCircleTravel.distance(darmstadt, darmstadt) == 0)
    }

    @Test("Way, time and energy follow from detour, speed and consumption, the same in both directions")
    func matrix() {
        let travel = GreatCircleTravel(detourFactor: 1.5, speed: 20, consumption: 10)
        let matrix = travel.matrix([darmstadt, frankfurt])
        let metres = GreatCircleTravel.distance(darmstadt, frankfurt) * 1.5
        #expect(matrix.distance(from: 0, to: 1) == Int(metres.rounded()))
        #expect(matrix.duration(from: 0, to: 1) == Int((metres / 20 * 3.6).rounded()))
        #expect(matrix.energy(from: 0, to: 1) == Int((metres * 10).rounded()))
        #expect(matrix.durations[1] == matrix.durations[2] && matrix.durations[0] == 0)
    }
}
