/// The rules by which a cargo bike uses streets: where it may go, how fast, and what holds it up.
///
/// Everything that reads the meaning of a tag for routing stands in this file. The rules follow German traffic law and the tagging
/// conventions of OpenStreetMap; speeds start from GraphHopper's bicycle tables and are meant to be calibrated.
public struct CargoBikeProfile: Sendable {
    /// How a way may be used in one direction.
    public struct Passage: Sendable, Hashable {
        /// km/h on the flat; 0 means closed.
        public var speed: Double
        /// Whether the bike is pushed, not ridden.
        public var isPushed = false

        public static let closed = Passage(speed: 0)
        public var isOpen: Bool { speed > 0 }
    }

    /// How a way may be used, in the direction it is drawn and against it.
    public struct WayPassage: Sendable, Hashable {
        public var forward: Passage
        public var backward: Passage
        /// Open only to those who start or end there.
        public var isDestinationOnly = false
        /// Rolling resistance coefficient of the surface.
        public var rollingResistance = 0.011

        public static let closed = WayPassage(forward: .closed, backward: .closed)
        public var isOpen: Bool { forward.isOpen || backward.isOpen }
    }

    /// What a node on the way does to a bike that passes it.
    public struct NodePassage: Sendable, Hashable {
        public var isClosed = false
        /// Seconds on average.
        public var delay = 0.0
        /// How likely the bike comes to a halt, 0 to 1.
        public var stopProbability = 0.0
        public var isSignal = false
    }

    public var bike: CargoBike
    /// The moment for which rules with hours are read; without one they count as not in force.
    public var moment: MinuteOfWeek?

    public init(bike: CargoBike, moment: MinuteOfWeek? = nil) {
        self.bike = bike
        self.moment = moment
    }

    // MARK: - Constants of the rules

    /// Pushing the bike, in km/h.
    public static let pushingSpeed = 4.0
    /// Carrying a light bike over steps, in km/h.
    public static let carryingSpeed = 2.0
    /// Riding at walking pace among pedestrians, in km/h.
    public static let walkingPace = 6.0
    /// The motor's assistance ends here, in km/h.
    public static let assistLimit = 25.0
    /// Waiting at a traffic signal on average, in seconds.
    public static let signalDelay = 8.0
    /// A turn of 90°; other angles go with the square (OSRM's shape, less than its 6 s).
    public static let rightAngleTurnDelay = 4.0
    /// Turning into or across a main street without signals, in seconds.
    public static let mainStreetDelay = 3.0
    /// Signals within this many metres of the last ones turn green together.
    public static let signalGroupLength = 40.0
    /// Getting off to push, in seconds.
    public static let dismountDelay = 5.0
    /// Where the shortest way is asked for, getting off counts like this many metres; else it would hop over every pavement.
    public static let dismountDistance = 30.0
    /// Riding through a street that is open to destinations only costs this, in seconds: only where there is hardly another way.
    public static let throughTrafficDelay = 600.0
    /// A barrier must be this much wider than the bike, in metres.
    public static let barrierClearance = 0.1
    /// The widest bike that gets through a cycle barrier of unknown size, in metres.
    public static let widestThroughCycleBarrier = 0.85

    // MARK: - Ways

    /// How the bike may use a way with these tags.
    public func passage(along way: OSMTags) -> WayPassage {
        guard let highway = way["highway"] else { return .closed }
        var result = ridden(highway, way)
        guard bike.isLight, way["foot"] != "no" else { return result }
        for isForward in [true, false] {
            let pushed = pushed(highway, way, isForward: isForward)
            if isForward, !result.forward.isOpen { result.forward = pushed }
            if !isForward, !result.backward.isOpen { result.backward = pushed }
        }
        return result
    }

    private func ridden(_ highway: String, _ way: OSMTags) -> WayPassage {
        guard var speed = baseSpeed(highway, way), bike.isLight || !isExcluded(way) else { return .closed }
        let surface = Surface(way)
        guard let factor = Self.smoothnessFactor(way["smoothness"]) ?? (bike.isLight ? 0.3 : nil) else { return .closed }
        // Sand that somebody finds smooth to ride on is a slip of the keyboard.
        let isLoose = surface.speed == 0 && (way["smoothness"] == nil || factor < 0.9)
        guard !isLoose || bike.isLight else { return .closed }
        if surface.speed > 0 { speed = min(speed, surface.speed) }
        if isLoose { speed = Self.pushingSpeed }
        speed *= factor * bike.flatSpeed / 18
        speed = min(speed, Self.assistLimit, Self.maximumSpeed(way["maxspeed"]) ?? .infinity)

        let directions = oneWay(way)
        var result = WayPassage.closed
        result.rollingResistance = surface.rollingResistance
        for isForward in [true, false] where isForward ? directions.forward : directions.backward {
            let access = access(way, suffix: isForward ? ":forward" : ":backward")
            var passage = Passage(speed: speed)
            switch access {
            case .closed:
                guard highway == "pedestrian", isOpenOnFoot(way) else { continue }
                passage = Passage(speed: Self.pushingSpeed, isPushed: true)
            case .dismount: passage = Passage(speed: Self.pushingSpeed, isPushed: true)
            // Whoever pushes is no vehicle that the sign turns away.
            case .destination: result.isDestinationOnly = !bike.isLight
            case .unstated, .open, .designated: break
            }
            passage = onFoot(highway, way, access: access, riding: passage)
            if isForward { result.forward = passage } else { result.backward = passage }
        }
        return result
    }

    /// How a light bike gets along where it must not be ridden.
    private func pushed(_ highway: String, _ way: OSMTags, isForward: Bool) -> Passage {
        guard access(way, suffix: isForward ? ":forward" : ":backward") != .closed, way["indoor"] != "yes" else { return .closed }
        switch highway {
        case "steps": return Passage(speed: Self.carryingSpeed, isPushed: true)
        case "footway", "pedestrian": return Passage(speed: Self.pushingSpeed, isPushed: true)
        default:
            let isRoundabout = way["junction"] == "roundabout" || way["junction"] == "circular"
            let mayWalk = way["foot"] == "yes" || (baseSpeed(highway, way) != nil && way["motorroad"] != "yes")
            return mayWalk && (isForward || !isRoundabout) ? Passage(speed: Self.pushingSpeed, isPushed: true) : .closed
        }
    }

    /// km/h on a smooth surface by kind of street; `nil` where a cargo bike never rides or is pushed.
    private func baseSpeed(_ highway: String, _ way: OSMTags) -> Double? {
        switch highway {
        case "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
            "road", "cycleway":
            return 18
        case "trunk", "trunk_link", "busway":
            return Self.openValues.contains(way["bicycle"] ?? "") ? 18 : nil
        case "living_street": return 12
        case "service": return way["service"] == "driveway" ? 10 : 14
        case "path" where way["bicycle"] == "designated": return 16
        case "track", "path": return way["tracktype"] == "grade1" || way["surface"] == "asphalt" ? 15 : 12
        case "pedestrian": return Self.walkingPace
        case "footway", "bridleway":
            if way["bicycle"] == "designated" { return 16 }
            return Self.openValues.contains(way["bicycle"] ?? "") ? Self.walkingPace : dismountSpeed(way)
        default: return nil
        }
    }

    private func dismountSpeed(_ way: OSMTags) -> Double? {
        way["bicycle"] == "dismount" ? Self.pushingSpeed : nil
    }

    /// In a pedestrian zone the bike is pushed, unless a sign opens it to bicycles, for good or for these hours.
    private func onFoot(_ highway: String, _ way: OSMTags, access: Access, riding: Passage) -> Passage {
        guard highway == "pedestrian" else { return riding }
        let mayRide = access == .open || access == .designated
        return mayRide ? riding : Passage(speed: min(riding.speed, Self.pushingSpeed), isPushed: true)
    }

    /// A sign against riding in a pedestrian zone does not keep those out who push.
    private func isOpenOnFoot(_ way: OSMTags) -> Bool {
        access(value: way["foot"] ?? way["access"] ?? "yes") != .closed
    }

    /// Ways that no access tag opens to a cargo bike.
    private func isExcluded(_ way: OSMTags) -> Bool {
        if way["motorroad"] == "yes" || way["cargo_bike"] == "no" || way["indoor"] == "yes" || way["ford"] == "stepping_stones" {
            return true
        }
        if let scale = way["mtb:scale"]?.first?.wholeNumberValue, scale >= 2 { return true }
        if let scale = way["sac_scale"], scale != "hiking", scale != "strolling" { return true }
        for key in ["maxwidth:physical", "maxwidth", "width"] {
            if let width = Self.metres(way[key]), width < bike.width { return true }
        }
        return false
    }

    // MARK: - Access

    private enum Access {
        case unstated, open, designated, destination, dismount, closed
    }

    private static let openValues: Set<String> = ["yes", "designated", "permissive", "official", "destination"]

    /// The most specific statement wins: `bicycle` over `vehicle` over `access`, each first for the hour, then for the direction.
    private func access(_ tags: OSMTags, suffix: String = "") -> Access {
        for key in ["bicycle", "vehicle", "access"] {
            if let moment, let text = tags[key + ":conditional"], let value = ConditionalHours(text).value(at: moment) {
                // Hours for all who drive are made for those who otherwise may not: they open a pedestrian zone to riding.
                return key == "access" ? forAll(access(value: value)) : access(value: value)
            }
            if let value = tags[key + suffix] ?? tags[key], value != "unknown" {
                return key == "bicycle" ? access(value: value) : forAll(access(value: value))
            }
        }
        return .unstated
    }

    /// That all may pass does not make a pedestrian zone a place to ride; only `bicycle` says so.
    private func forAll(_ access: Access) -> Access {
        access == .open || access == .designated ? .unstated : access
    }

    private func access(value: String) -> Access {
        switch value {
        case "yes", "permissive", "optional_sidepath": .open
        case "designated", "official": .designated
        case "destination", "customers", "residents": .destination
        case "dismount": .dismount
        case "delivery": bike.mayUseDeliveryAccess ? .destination : .closed
        case "no", "private", "agricultural", "forestry", "use_sidepath", "military", "emergency": .closed
        default: .unstated
        }
    }

    // MARK: - Direction

    /// Which directions are open; against the flow only where a sign or a contraflow lane lets bicycles.
    private func oneWay(_ way: OSMTags) -> (forward: Bool, backward: Bool) {
        switch way["oneway:bicycle"] {
        case "yes", "1", "true": return (true, false)
        case "-1": return (false, true)
        case "no", "0", "false": return (true, true)
        default: break
        }
        let sides = ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"]
        if sides.contains(where: { way[$0]?.hasPrefix("opposite") == true }) { return (true, true) }
        if sides.contains(where: { way[$0 + ":oneway"] == "no" || way[$0 + ":oneway"] == "-1" }) { return (true, true) }
        switch way["oneway"] {
        case "yes", "1", "true": return (true, false)
        case "-1", "reverse": return (false, true)
        case "no", "0", "false": return (true, true)
        default: break
        }
        return way["junction"] == "roundabout" || way["junction"] == "circular" ? (true, false) : (true, true)
    }

    // MARK: - Surface

    private struct Surface {
        /// km/h at most; 0 means closed.
        var speed: Double
        var rollingResistance: Double

        init(_ way: OSMTags) {
            switch way["surface"]?.split(separator: ";").first.map(String.init) ?? Self.implied(by: way) {
            case "asphalt", "paved", "concrete", "chipseal": self.init(18, 0.011)
            case "concrete:lanes", "concrete:plates", "concrete_lanes", "concrete_plates", "paving_stones", "paving_stones:30",
                "bricks":
                self.init(16, 0.012)
            case "sett", "cobblestone:flattened", "paving_stones:20": self.init(12, 0.02)
            case "cobblestone", "unhewn_cobblestone": self.init(8, 0.02)
            case "compacted", "fine_gravel": self.init(14, 0.015)
            case "wood", "metal", "metal_grid": self.init(10, 0.012)
            case "unpaved", "ground", "dirt", "earth": self.init(10, 0.02)
            case "gravel", "pebblestone", "grass", "grass_paver", "woodchips": self.init(8, 0.02)
            case "sand", "mud", "snow", "ice", "rock": self.init(0, 0.02)
            default: self.init(18, 0.011)
            }
        }

        private init(_ speed: Double, _ rollingResistance: Double) {
            self.speed = speed
            self.rollingResistance = rollingResistance
        }

        /// What tracks and paths are made of when nobody says.
        private static func implied(by way: OSMTags) -> String {
            switch way["tracktype"] {
            case "grade1": return "asphalt"
            case "grade2": return "compacted"
            case "grade3": return "ground"
            case "grade4": return "grass"
            case "grade5": return "grass"
            default: break
            }
            switch way["highway"] {
            case "track": return "compacted"
            case "path" where way["bicycle"] != "designated": return "compacted"
            default: return "asphalt"
            }
        }
    }

    /// What part of the speed is left; `nil` where no cargo bike can ride.
    private static func smoothnessFactor(_ smoothness: String?) -> Double? {
        switch smoothness {
        case "horrible", "very_horrible", "impassable": nil
        case "very_bad": 0.3
        case "bad": 0.6
        case "intermediate": 0.9
        default: 1
        }
    }

    // MARK: - Nodes

    /// What a node with these tags does to the bike.
    public func passage(over node: OSMTags) -> NodePassage {
        var result = NodePassage()
        if node["highway"] == "traffic_signals" || node["crossing"] == "traffic_signals" || node["crossing:signals"] == "yes" {
            result = NodePassage(delay: Self.signalDelay, stopProbability: 0.5, isSignal: true)
        } else if node["highway"] == "stop" {
            result = NodePassage(delay: 3, stopProbability: 1)
        } else if node["railway"] == "level_crossing" || node["railway"] == "crossing" {
            result.delay = 3
        }
        if let barrier = node["barrier"] {
            switch delay(at: barrier, node) ?? lifted(over: barrier, node) {
            case .some(let delay):
                result.delay += delay
                result.stopProbability = max(result.stopProbability, delay > 0 ? 0.8 : 0)
            case nil:
                return NodePassage(isClosed: true)
            }
        }
        // An access tag on a crossing is meant for those who cross.
        if node["highway"] != "crossing", node["barrier"] == nil, access(node) == .closed { result.isClosed = true }
        return result
    }

    /// Seconds that a barrier costs; `nil` where the bike does not get through.
    private func delay(at barrier: String, _ node: OSMTags) -> Double? {
        if node["cargo_bike"] == "no" { return nil }
        for key in ["maxwidth:physical", "opening", "maxwidth", "width"] {
            if let width = Self.metres(node[key]), width < bike.width + Self.barrierClearance { return nil }
        }
        let access = access(node)
        if access == .closed { return nil }
        let isOpen = access == .open || access == .designated || node["cargo_bike"] == "yes"
        if node["locked"] == "yes", !isOpen { return nil }
        switch barrier {
        case "bollard", "block", "planter", "log", "jersey_barrier", "rope", "tyres": return 5
        case "lift_gate", "swing_gate", "barrier_board": return 5
        case "gate", "sliding_gate", "chain", "hampshire_gate", "bump_gate", "wicket_gate": return 15
        case "cycle_barrier", "chicane", "motorcycle_barrier":
            let isWidthKnown = ["maxwidth:physical", "opening", "maxwidth"].contains { Self.metres(node[$0]) != nil }
            let fits = bike.width < Self.widestThroughCycleBarrier && !bike.hasTrailer
            return fits || isWidthKnown || node["cargo_bike"] == "yes" ? 15 : nil
        case "kissing_gate", "stile", "turnstile", "full-height_turnstile", "horse_stile", "debris": return nil
        case "wall", "fence", "hedge", "retaining_wall", "city_wall", "ditch", "guard_rail", "yes": return isOpen ? 5 : nil
        default: return 0
        }
    }

    /// A light bike gets through or over most barriers that are not closed to all.
    private func lifted(over barrier: String, _ node: OSMTags) -> Double? {
        guard bike.isLight, access(node) != .closed else { return nil }
        return ["wall", "fence", "hedge", "retaining_wall", "city_wall", "ditch", "guard_rail", "yes"].contains(barrier)
            ? nil : 20
    }

    // MARK: - Turns

    /// Seconds that a change of direction costs.
    ///
    /// - Parameter angle: degrees, 0 for straight on to 180 for a U-turn.
    public static func turnDelay(angle: Double) -> Double {
        let rightAngles = angle / 90
        return rightAngleTurnDelay * rightAngles * rightAngles
    }

    // MARK: - Values

    /// A length in metres: `1.2`, `1,2`, `1.2 m`, `120 cm`; `nil` for anything else.
    static func metres(_ text: String?) -> Double? {
        guard let text else { return nil }
        let number = text.prefix { $0.isNumber || $0 == "." || $0 == "," }
        guard let value = Double(String(number.map { $0 == "," ? "." : $0 })) else { return nil }
        switch text.dropFirst(number.count).drop(while: { $0 == " " }) {
        case "", "m", "metre", "metres", "meter": return value
        case "cm": return value / 100
        default: return nil
        }
    }

    /// A speed limit in km/h; `nil` where there is none that can be read.
    static func maximumSpeed(_ text: String?) -> Double? {
        switch text {
        case nil: return nil
        case "walk", "DE:walk", "DE:living_street": return walkingPace
        case .some(let text):
            guard let value = Double(text.prefix { $0.isNumber }), value > 0 else { return nil }
            return text.hasSuffix("mph") ? value * 1.609344 : value
        }
    }
}

extension CargoBikeProfile {
    /// The keys of ways that the rules read; the graph keeps these and no others.
    public static let wayKeys: Set<String> = [
        "highway", "service", "junction", "oneway", "oneway:bicycle", "cycleway", "cycleway:left", "cycleway:right",
        "cycleway:both",
        "cycleway:oneway", "cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway", "access", "access:forward",
        "access:backward", "vehicle", "vehicle:forward", "vehicle:backward", "bicycle", "bicycle:forward", "bicycle:backward",
        "bicycle:conditional", "vehicle:conditional", "access:conditional", "cargo_bike", "motorroad", "indoor", "ford",
        "mtb:scale", "sac_scale",
        "width",
        "maxwidth", "maxwidth:physical", "maxspeed", "surface", "tracktype", "smoothness", "bridge", "tunnel",
        "foot",
    ]

    /// The keys of nodes that the rules read.
    public static let nodeKeys: Set<String> = [
        "highway", "crossing", "crossing:signals", "railway", "barrier", "access", "vehicle", "bicycle", "bicycle:conditional",
        "vehicle:conditional", "access:conditional", "cargo_bike", "locked", "width", "maxwidth", "maxwidth:physical", "opening",
    ]

    /// The profile of a bike that fits everywhere: what it cannot use, no cargo bike can, and the graph leaves out.
    static let mostPermissive = CargoBikeProfile(
        bike: CargoBike(name: "any", width: 0, emptyMass: 20, load: 0, dragArea: 0.5, isLight: true))
}
