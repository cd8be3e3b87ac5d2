/// One way in which a solution breaks a constraint.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    public var constraint: Constraint
    /// Index into ``Problem/vehicles``; `nil` where no vehicle is concerned.
    public var vehicle: Int?
    /// Position among the tour's stops; `nil` where the whole tour, or none, is concerned.
    public var position: Int?
    public var request: Request?
    /// By how much: seconds late, units over the capacity, milliwatt hours short …; 0 where there is no measure.
    public var amount: Int
    /// One sentence for people, with the caller's numbers for vehicle and request.
    public var description: String

    public init(
        _ constraint: Constraint, vehicle: Int? = nil, position: Int? = nil, request: Request? = nil, amount: Int = 0,
        description: String
    ) {
        self.constraint = constraint
        self.vehicle = vehicle
        self.position = position
        self.request = request
        self.amount = amount
        self.description = description
    }
}
