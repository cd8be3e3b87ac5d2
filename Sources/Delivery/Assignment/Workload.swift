/// What riding asks of a person: added up over tours.
public struct Workload: Hashable, Codable, Sendable {
    /// Each kilogram times each kilometre that it was moved.
    public var kilogramKilometres = 0.0
    public var metres = 0
    /// Uphill, where the streets' heights are known.
    public var climbedMetres = 0
    /// At shops and doors.
    public var stops = 0
    /// For windows to open and shops to be ready.
    public var waitingSeconds = 0
    /// Riding, handing over and waiting, without breaks.
    public var workSeconds = 0
    /// Days with work.
    public var days = 0
    /// Days of them with work after ``lateFrom``.
    public var lateDays = 0

    /// From when on work is late: eight in the evening.
    public static let lateFrom = "20:00"

    public init() {}

    static func + (left: Workload, right: Workload) -> Workload {
        var sum = left
        sum.kilogramKilometres += right.kilogramKilometres
        sum.metres += right.metres
        sum.climbedMetres += right.climbedMetres
        sum.stops += right.stops
        sum.waitingSeconds += right.waitingSeconds
        sum.workSeconds += right.workSeconds
        sum.days += right.days
        sum.lateDays += right.lateDays
        return sum
    }
}
