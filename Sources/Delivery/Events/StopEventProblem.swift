/// Why a report of a stop was not taken.
public enum StopEventProblem: Error, Hashable, Sendable {
    /// There is no such stop, or it is of a tour that is not this rider's.
    case noSuchStop
    /// Nothing is delivered at a shop, nothing picked up at a door.
    case doesNotFit(StopEvent.Kind, TourStop.Kind)
    /// The identifier was used for another report.
    case identifierReused
    /// The rider has a device, and the report has no signature.
    case unsigned
    /// The rider has no such device, or has it no more.
    case unknownDevice
    case wrongSignature
}
