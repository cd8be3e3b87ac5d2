public import Routing

/// How much of a window is held back when it is sold.
public enum PromiseReserve {
    /// A bike is planned to come this long before a window's end.
    public static let seconds: Seconds = 0
}
