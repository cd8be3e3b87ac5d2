import Foundation

/// The physics of a loaded cargo bike: how fast it climbs and what a stretch takes out of the battery.
///
/// Force = m·g·(rolling resistance + slope) + ½·ρ·(drag area)·v²; the battery gives what the rider does not, divided by the
/// efficiency of motor and controller. Source of the form: Wilson & Schmidt, Bicycling Science, chapter 4. Makers' figures for
/// comparison: Carla 23–24 Wh/km, ONO 47 Wh/km (1.4 kWh for 30 km).
public struct EnergyModel: Sendable {
    /// Metres per second squared, at the latitude of Germany.
    public static let gravity = 9.81
    /// Kilograms per cubic metre, at 15 °C and 200 m above the sea.
    public static let airDensity = 1.2
    /// Battery to wheel: motor, controller and chain together.
    public static let efficiency = 0.78
    /// The steepest slope that a loaded bike is expected to master; steeper ones are heights' noise or are walked.
    public static let steepestSlope = 0.12
    /// What part of the kinetic energy a 90° turn costs: it is taken at about half the speed.
    public static let rightAngleTurnLoss = 0.75
    /// The slowest riding on a climb, in metres per second; below this one walks at the same pace.
    public static let slowest = 1.1

    public let bike: CargoBike

    public init(bike: CargoBike) {
        self.bike = bike
    }

    /// The speed on a slope, in metres per second: that of the flat, unless rider and motor together cannot hold it.
    ///
    /// - Parameters:
    ///   - flatSpeed: metres per second on the flat.
    ///   - slope: rise over run; negative downhill.
    public func speed(flatSpeed: Double, slope: Double, rollingResistance: Double) -> Double {
        let slope = min(max(slope, -Self.steepestSlope), Self.steepestSlope)
        let available = bike.riderPower + bike.motorPower
        if power(speed: flatSpeed, slope: slope, rollingResistance: rollingResistance) <= available { return flatSpeed }
        // Power grows with speed where the way rises, so halving finds where it equals what is available.
        var low = Self.slowest
        var high = max(flatSpeed, low)
        for _ in 0..<12 {
            let middle = (low + high) / 2
            if power(speed: middle, slope: slope, rollingResistance: rollingResistance) > available {
                high = middle
            } else {
                low = middle
            }
        }
        return min(low, flatSpeed)
    }

    /// Milliwatt hours from the battery for a stretch at constant speed; downhill nothing is won back.
    public func energy(metres: Double, speed: Double, slope: Double, rollingResistance: Double, isPushed: Bool) -> Double {
        let slope = min(max(slope, -Self.steepestSlope), Self.steepestSlope)
        let rider = isPushed ? 0 : bike.riderPower
        let mass = isPushed ? bike.totalMass - bike.riderMass : bike.totalMass
        let force = mass * Self.gravity * (rollingResistance + slope) + 0.5 * Self.airDensity * bike.dragArea * speed * speed
        let motor = max(0, force * speed - rider)
        return motor / Self.efficiency * (metres / max(speed, 0.1)) / 3.6
    }

    /// Milliwatt hours to get back to `speed` after losing a part of the kinetic energy.
    public func restartEnergy(speed: Double, lostPart: Double) -> Double {
        lostPart * 0.5 * bike.totalMass * speed * speed / Self.efficiency / 3.6
    }

    private func power(speed: Double, slope: Double, rollingResistance: Double) -> Double {
        let force = bike.totalMass * Self.gravity * (rollingResistance + slope)
        return (force + 0.5 * Self.airDensity * bike.dragArea * speed * speed) * speed
    }
}
