/// Why goods that could not be handed over are not brought again, or not brought back.
public enum UndeliveredProblem: Error, Hashable, Sendable {
    case noSuchDelivery
    /// It has not failed: it is still on its way, or it was handed over.
    case notFailed
    /// Another shipment goes on with the goods already.
    case goesOn(ShipmentNumber)
    /// It was closed: its carrier has it, or it was food that could not be kept.
    case closed
    /// What has to be warm or cold cannot be kept at a hub.
    case perishable
    /// It was tried as often as it may be.
    case triedEnough
    /// It was to go back to its shop; it can only be sent there again.
    case goesBack
    /// Where it was to go has been erased.
    case tooLongAgo
    /// No tour tells which bike had it.
    case nowhere
    /// The window is none, or no longer one that can be chosen.
    case noSuchWindow
    case refused(WindowRefusal)
}
