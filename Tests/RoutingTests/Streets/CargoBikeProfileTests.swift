import Testing

@testable import Routing

@Suite("Rules for cargo bikes")
struct CargoBikeProfileTests {
    private func passage(_ tags: OSMTags, _ bike: CargoBike = .longJohn, at moment: MinuteOfWeek? = nil)
        -> CargoBikeProfile.WayPassage
    {
        CargoBikeProfile(bike: bike, moment: moment).passage(along: tags)
    }

    private func node(_ tags: OSMTags, _ bike: CargoBike = .longJohn) -> CargoBikeProfile.NodePassage {
        CargoBikeProfile(bike: bike).passage(over: tags)
    }

    @Test("Ordinary streets are ridden at 18 km/h, never faster than the limit and the assistance")
    func speeds() {
        #expect(passage(["highway": "residential"]).forward.speed == 18)
        #expect(passage(["highway": "living_street"]).forward.speed == 12)
        #expect(passage(["highway": "service"]).forward.speed == 14)
        #expect(passage(["highway": "residential", "maxspeed": "10"]).forward.speed == 10)
        #expect(passage(["highway": "residential", "maxspeed": "walk"]).forward.speed == 6)
        var fast = CargoBike.longJohn
        fast.flatSpeed = 40
        #expect(passage(["highway": "residential"], fast).forward.speed == 25)
    }

    @Test(
        "Closed to cargo bikes",
        arguments: [
            ["highway": "motorway"], ["highway": "trunk"], ["highway": "steps"], ["highway": "footway"],
            ["highway": "construction"],
            ["highway": "primary", "motorroad": "yes"], ["highway": "path", "cargo_bike": "no"], ["highway": "bridleway"],
            ["highway": "residential", "access": "private"], ["highway": "residential", "vehicle": "no"],
            ["highway": "residential", "bicycle": "use_sidepath"], ["highway": "track", "access": "forestry"],
            ["highway": "path", "surface": "sand"], ["highway": "track", "smoothness": "horrible"],
            ["highway": "path", "mtb:scale": "3"],
            ["highway": "path", "width": "0.5"], ["highway": "cycleway", "maxwidth": "60 cm"], ["building": "yes"],
        ] as [OSMTags])
    func closed(tags: OSMTags) {
        #expect(!passage(tags).isOpen)
    }

    @Test("The most specific access wins: bicycle over vehicle over access, and each by direction")
    func access() {
        #expect(passage(["highway": "track", "access": "private", "bicycle": "yes"]).isOpen)
        #expect(passage(["highway": "residential", "access": "no", "vehicle": "destination"]).isDestinationOnly)
        #expect(!passage(["highway": "residential", "vehicle": "yes", "bicycle": "no"]).isOpen)
        let oneSided = passage(["highway": "secondary", "bicycle:forward": "use_sidepath"])
        #expect(!oneSided.forward.isOpen && oneSided.backward.isOpen)
        #expect(passage(["highway": "trunk", "bicycle": "yes"]).isOpen)
        #expect(passage(["highway": "residential", "motor_vehicle": "no"]).isOpen)
    }

    @Test("“Lieferverkehr frei” is the operator's switch, and for destinations only")
    func deliveryAccess() {
        var bike = CargoBike.longJohn
        #expect(passage(["highway": "residential", "access": "delivery"], bike).isDestinationOnly)
        bike.mayUseDeliveryAccess = false
        #expect(!passage(["highway": "residential", "access": "delivery"], bike).isOpen)
    }

    @Test(
        "One-way streets: never against the flow, unless a sign lets bicycles",
        arguments: [
            (["oneway": "yes"], true, false), (["oneway": "-1"], false, true), (["oneway": "no"], true, true),
            (["oneway": "yes", "oneway:bicycle": "no"], true, true), (["oneway": "yes", "cycleway": "opposite"], true, true),
            (["oneway": "yes", "cycleway:left": "opposite_lane"], true, true),
            (["oneway": "yes", "cycleway:left:oneway": "-1"], true, true),
            (["oneway": "yes", "cycleway:both:oneway": "no"], true, true),
            (["junction": "roundabout"], true, false), (["oneway:bicycle": "yes"], true, false),
            (["oneway": "no", "oneway:bicycle": "-1"], false, true), ([:], true, true),
        ] as [(OSMTags, Bool, Bool)])
    func oneWays(tags: OSMTags, forward: Bool, backward: Bool) {
        let passage = passage(OSMTags(tags.list + [OSMTag(key: "highway", value: "residential")]))
        #expect(passage.forward.isOpen == forward && passage.backward.isOpen == backward)
    }

    @Test("In a pedestrian zone the bike is pushed; ridden at walking pace where a sign says so")
    func pedestrianZone() {
        let pushed = passage(["highway": "pedestrian"])
        #expect(pushed.forward == .init(speed: 4, isPushed: true))
        #expect(passage(["highway": "pedestrian", "bicycle": "yes"]).forward == .init(speed: 6))
        #expect(passage(["highway": "pedestrian", "bicycle": "no"]).forward == .init(speed: 4, isPushed: true))
        #expect(!passage(["highway": "pedestrian", "access": "private"]).isOpen)
        #expect(passage(["highway": "residential", "bicycle": "dismount"]).forward.isPushed)
    }

    @Test("A pedestrian zone with hours is open to riding within them")
    func pedestrianHours() {
        let tags: OSMTags = ["highway": "pedestrian", "bicycle:conditional": "yes @ (Mo-Fr 18:30-10:30; Sa 20:00-24:00)"]
        #expect(passage(tags, at: MinuteOfWeek(day: 0, minuteOfDay: 19 * 60)).forward == .init(speed: 6))
        #expect(passage(tags, at: MinuteOfWeek(day: 1, minuteOfDay: 9 * 60)).forward == .init(speed: 6))
        #expect(passage(tags, at: MinuteOfWeek(day: 1, minuteOfDay: 12 * 60)).forward.isPushed)
        #expect(passage(tags, at: MinuteOfWeek(day: 6, minuteOfDay: 12 * 60)).forward.isPushed)
        #expect(passage(tags).forward.isPushed)
    }

    @Test("A street may be closed for some hours, unless bicycles are let in by a sign of their own")
    func closedHours() {
        let school: OSMTags = ["highway": "residential", "access:conditional": "no @ (Mo-Fr 07:30-08:15)"]
        let (before, within) = (MinuteOfWeek(day: 0, minuteOfDay: 7 * 60), MinuteOfWeek(day: 0, minuteOfDay: 8 * 60))
        #expect(passage(school, at: before).isOpen && passage(school).isOpen)
        #expect(!passage(school, at: within).isOpen)
        for key in ["bicycle", "vehicle"] {
            var tags = school
            tags.list.append(OSMTag(key: key, value: "yes"))
            #expect(passage(tags, at: within).isOpen, "\(key) is more specific")
        }
        let delivery: OSMTags = ["highway": "pedestrian", "bicycle": "no", "access:conditional": "yes @ (05:00-10:00)"]
        #expect(!passage(delivery, at: within).forward.isOpen || passage(delivery, at: within).forward.isPushed)
    }

    @Test("Conditions that are not hours never hold; spans over the week's end do")
    func conditionalHours() {
        #expect(ConditionalHours("no @ (snow)").value(at: MinuteOfWeek(day: 0, minuteOfDay: 0)) == nil)
        #expect(ConditionalHours("yes @ 10:00").value(at: MinuteOfWeek(day: 0, minuteOfDay: 600)) == nil)
        let overnight = ConditionalHours("yes @ (Su 22:00-06:00)")
        #expect(overnight.value(at: MinuteOfWeek(day: 0, minuteOfDay: 60)) == "yes")
        #expect(overnight.value(at: MinuteOfWeek(day: 1, minuteOfDay: 60)) == nil)
        let two = ConditionalHours("yes @ (Sa-Mo); no @ (Su 10:00-12:00)")
        #expect(two.value(at: MinuteOfWeek(day: 6, minuteOfDay: 660)) == "no")
        #expect(two.value(at: MinuteOfWeek(day: 0, minuteOfDay: 660)) == "yes")
    }

    @Test("Rough surfaces slow down and roll worse")
    func surfaces() {
        #expect(passage(["highway": "residential", "surface": "sett"]).forward.speed == 12)
        #expect(passage(["highway": "residential", "surface": "cobblestone"]).forward.speed == 8)
        #expect(passage(["highway": "residential", "surface": "sett"]).rollingResistance == 0.02)
        #expect(passage(["highway": "residential", "smoothness": "bad"]).forward.speed == 18 * 0.6)
        #expect(passage(["highway": "track", "tracktype": "grade4"]).forward.speed == 8)
        #expect(passage(["highway": "tertiary", "surface": "sand", "smoothness": "excellent"]).isOpen)
    }

    @Test("A trailer of 1.0 m is not a bike of 0.7 m")
    func widths() {
        let gap: OSMTags = ["highway": "path", "maxwidth": "0,9"]
        #expect(passage(gap, .longJohn).isOpen)
        #expect(!passage(gap, .trailer).isOpen)
        #expect(CargoBikeProfile.metres("120 cm") == 1.2)
        #expect(CargoBikeProfile.metres("narrow") == nil)
    }

    @Test("Barriers: passed, passed slowly, or closed, by kind and width")
    func barriers() {
        #expect(node(["barrier": "bollard"]).delay == 5)
        #expect(node(["barrier": "bollard", "maxwidth:physical": "0.75"]).isClosed)
        #expect(node(["barrier": "bollard", "opening": "1.5"], .cabin).delay == 5)
        #expect(node(["barrier": "cycle_barrier"], .longJohn).delay == 15)
        #expect(node(["barrier": "cycle_barrier"], .trike).isClosed)
        #expect(node(["barrier": "cycle_barrier"], .trailer).isClosed)
        #expect(!node(["barrier": "cycle_barrier", "cargo_bike": "yes"], .trike).isClosed)
        #expect(!node(["barrier": "cycle_barrier", "opening": "1.6"], .trailer).isClosed)
        #expect(node(["barrier": "gate"]).delay == 15)
        #expect(node(["barrier": "gate", "locked": "yes"]).isClosed)
        #expect(node(["barrier": "gate", "access": "private"]).isClosed)
        #expect(!node(["barrier": "gate", "access": "private", "bicycle": "yes"]).isClosed)
        #expect(node(["barrier": "kissing_gate"]).isClosed)
        #expect(node(["barrier": "kerb"]) == .init())
        #expect(!node(["highway": "crossing", "bicycle": "no"]).isClosed)
    }

    @Test("Signals, stop signs and turns cost time")
    func delays() {
        #expect(node(["highway": "traffic_signals"]).delay == 8)
        #expect(node(["highway": "crossing", "crossing": "traffic_signals"]).delay == 8)
        #expect(node(["highway": "stop"]).delay == 3)
        #expect(CargoBikeProfile.turnDelay(angle: 0) == 0)
        #expect(CargoBikeProfile.turnDelay(angle: 90) == 4)
        #expect(CargoBikeProfile.turnDelay(angle: 180) == 16)
    }

    @Test("An ordinary bicycle is pushed over footways and against one-ways, carried over steps, not through closed ways")
    func lightBike() {
        #expect(passage(["highway": "footway"], .bicycle).forward == .init(speed: 4, isPushed: true))
        #expect(passage(["highway": "steps"], .bicycle).backward == .init(speed: 2, isPushed: true))
        #expect(passage(["highway": "residential", "oneway": "yes"], .bicycle).backward.isPushed)
        #expect(!passage(["highway": "residential", "junction": "roundabout"], .bicycle).backward.isOpen)
        #expect(!passage(["highway": "footway", "access": "private"], .bicycle).isOpen)
        #expect(!passage(["highway": "footway", "foot": "no"], .bicycle).isOpen)
        #expect(!passage(["highway": "motorway"], .bicycle).isOpen)
    }

    @Test("What no bike may use is closed to the most permissive one too, and nothing else")
    func mostPermissive() {
        for bike in CargoBike.presets {
            for highway in ["residential", "footway", "steps", "motorway", "path", "track", "pedestrian", "trunk"] {
                for access in ["yes", "no", "destination", "delivery", "dismount"] {
                    let tags: OSMTags = ["highway": highway, "bicycle": access, "width": "1"]
                    if passage(tags, bike).isOpen { #expect(CargoBikeProfile.mostPermissive.passage(along: tags).isOpen) }
                }
            }
        }
    }
}
