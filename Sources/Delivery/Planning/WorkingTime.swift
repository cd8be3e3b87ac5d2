public import Routing

/// The working-time law, as far as a day's tours can break it (Arbeitszeitgesetz, ArbZG).
public enum WorkingTime {
    /// § 3: at most ten hours of work a day.
    public static let longestWork: Seconds = 10 * 3600
    /// § 5: at least eleven hours between two days' work.
    public static let rest: Seconds = 11 * 3600
    /// § 4: nobody works for longer than this without a break.
    public static let longestWithoutBreak: Seconds = 6 * 3600
    /// A break interrupts work, so it does not stand at its begin.
    static let earliestBreak: Seconds = 2 * 3600

    /// § 4: the break for a span of work: none up to six hours, 30 minutes up to nine, 45 beyond.
    public static func breakTime(forShiftOf length: Seconds) -> Seconds {
        if length > 9 * 3600 { 45 * 60 } else if length > longestWithoutBreak { 30 * 60 } else { 0 }
    }

    /// § 4: rests shorter than this are no break.
    public static let shortestBreak: Seconds = 15 * 60

    /// The breaks to plan in a shift, in one piece each, beginning before six hours of work are over.
    ///
    /// - Parameter taken: breaks that were taken already today.
    static func breaks(inShift shift: TimeWindow, from now: Seconds, taken: Seconds = 0) -> [Vehicle.Break] {
        let missing = breakTime(forShiftOf: shift.end - shift.start) - taken
        guard missing > 0 else { return [] }
        let latest = shift.start + longestWithoutBreak
        // Nor are six hours worked after it.
        let earliest = min(latest, max(shift.start + earliestBreak, shift.end - longestWithoutBreak - missing, now))
        return [Vehicle.Break(id: 1, duration: missing, windows: [TimeWindow(earliest, max(latest, now))])]
    }
}
