/// What the street network has to know of a kind of bike: how wide it is, how fast it rides, what it draws from the battery.
public struct CargoBike: Sendable, Hashable, Codable {
    /// The name that selects the bike in the terminal and in settings.
    public var name: String
    /// Widest part, in metres, the trailer included.
    public var width: Double
    public var hasTrailer: Bool
    /// Speed on a flat, smooth street, in km/h.
    public var flatSpeed: Double
    /// The bike without rider and load, in kilograms.
    public var emptyMass: Double
    public var riderMass: Double
    /// The load that times and energies are reckoned with, in kilograms: half the payload is a tour's average.
    public var load: Double
    /// Drag area (drag coefficient times frontal area), in square metres.
    public var dragArea: Double
    /// What the rider's legs give over hours, in watts.
    public var riderPower: Double
    /// Continuous rated power of the motor, in watts; 250 is the legal limit of a pedelec in the EU.
    public var motorPower: Double
    /// Whether streets signed “Lieferverkehr frei” (`access=delivery`) may be used: the operator's decision.
    public var mayUseDeliveryAccess: Bool
    /// Whether one gets off and pushes or carries it where riding is not allowed: on footways, on steps, against one-way streets.
    /// A loaded cargo bike is too heavy for that; an ordinary bicycle is not, and other engines reckon with one.
    public var isLight: Bool

    public init(
        name: String, width: Double, hasTrailer: Bool = false, flatSpeed: Double = 18, emptyMass: Double, riderMass: Double = 80,
        load: Double, dragArea: Double, riderPower: Double = 75, motorPower: Double = 250, mayUseDeliveryAccess: Bool = true,
        isLight: Bool = false
    ) {
        self.name = name
        self.width = width
        self.hasTrailer = hasTrailer
        self.flatSpeed = flatSpeed
        self.emptyMass = emptyMass
        self.riderMass = riderMass
        self.load = load
        self.dragArea = dragArea
        self.riderPower = riderPower
        self.motorPower = motorPower
        self.mayUseDeliveryAccess = mayUseDeliveryAccess
        self.isLight = isLight
    }

    /// Everything that moves, in kilograms.
    public var totalMass: Double { emptyMass + riderMass + load }

    /// A two-wheeler with the box in front of the rider.
    public static let longJohn = CargoBike(name: "long-john", width: 0.7, emptyMass: 60, load: 50, dragArea: 0.7)
    /// A three-wheeler with an open box.
    public static let trike = CargoBike(name: "trike", width: 0.9, flatSpeed: 17, emptyMass: 90, load: 80, dragArea: 1.0)
    /// A bike that pulls a goods trailer.
    public static let trailer = CargoBike(
        name: "trailer", width: 1.0, hasTrailer: true, flatSpeed: 17, emptyMass: 85, load: 90, dragArea: 0.9)
    /// A four-wheeler with a cabin and a container.
    public static let cabin = CargoBike(name: "cabin", width: 1.16, flatSpeed: 17, emptyMass: 150, load: 120, dragArea: 1.4)

    /// An ordinary bicycle with a bag, which is pushed where one must not ride: for comparing with other engines.
    public static let bicycle = CargoBike(
        name: "bicycle", width: 0.6, emptyMass: 18, load: 10, dragArea: 0.6, motorPower: 0, isLight: true)

    /// The kinds that exist without any setting; the first is the default.
    public static let presets = [longJohn, trike, trailer, cabin, bicycle]

    /// The preset of a name; `nil` when there is none.
    public static func preset(named name: String) -> CargoBike? {
        presets.first { $0.name == name }
    }
}
