public import Routing

/// How long things take that are not riding. The sources are in docs/decisions/delivery-planning.md.
public enum ServiceTimes {
    /// At a shop: park, go in, find the counter.
    public static let shopSetup: Seconds = 180
    /// At a shop: check and stow.
    public static let shopPerParcel: Seconds = 60
    /// At a door: park, ring, stairs. With the hand-over about four minutes.
    public static let doorSetup: Seconds = 180
    /// At a door: hand-over and proof, once for each shipment.
    public static let doorHandOver: Seconds = 60
    /// At a hub between two trips: hand over, load, change the battery.
    public static let reload: Seconds = 600
    /// The longest that hot food may be on the bike.
    public static let hotFoodRide: Seconds = 25 * 60
}
