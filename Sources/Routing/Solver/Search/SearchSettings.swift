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
    var warmTemperature = 0.05
    var lastTemperature = 0.01
    /// By what share prizes count for more at a temperature of one mean leg; in proportion when it is cooler, and when there are
    /// fewer iterations for each request than ``prizeIterationsPerRequest``.
    var prizeHeat = 0.6
    var prizeIterationsPerRequest = 400.0
    /// Below which share of a mean leg tours are opened and closed on trial, and how hot that begins.
    var trialTemperature = 0.15
    /// From how many iterations for each request on there is time for that where nothing is optional; for a plan that was given always.
    var trialIterationsPerRequest = 200.0
    /// The first temperature for what was combined from two plans.
    var childTemperature = 0.15
    /// How many iterations for each request an annealing from the top should have at least when there are several.
    var iterationsPerRequest = 800.0
    /// The most annealings from the top.
    var mostParents = 6.0
    /// The share of the time for them when there are several.
    var parentShare = 0.6
    /// How many iterations for each request a combined plan is improved with.
    var childIterationsPerRequest = 150.0
    /// How often tours changed by a ruin go to the vehicles that do them for least, where there are several kinds.
    var vehicleChoiceShare = 0.3
    /// How often a ruin begins beside what is left out, in the search that empties the bank.
    var leftOutSeedShare = 0.3
    /// The share of the time for that search where the number of vehicles decides, and where only something is left out.
    var fleetShare = (decisive: 0.75, leftOut: 0.3)
    /// How many exchanges of ends of tours are tried after each iteration.
    var tailTries = 10
}
