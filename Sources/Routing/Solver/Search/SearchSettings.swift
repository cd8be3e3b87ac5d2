/// What is tuned once for all problems.
struct SearchSettings {
    /// How many visits are taken out on average.
    var averageRemoved = 10.0
    var longestString = 10.0
    /// How many neighbours of a visit are looked at for a place.
    var insertionNeighbours = 60
    /// The first and last temperature, as a share of the mean cost of a leg.
    var firstTemperature = 1.0
    /// The first temperature when going out from a plan that was given.
    var warmTemperature = 0.1
    var lastTemperature = 0.01
}
