/// What never changes about one vehicle.
struct VehicleData {
    /// Vehicles of one class are exchangeable.
    var vehicleClass: Int32
    /// Which travel table it rides by.
    var table: Int32
    /// Its cost of a leg is the table's cost times this.
    var multiplier: Int
    /// Once, if it is used.
    var fixedCost: Int
    /// For each job, pick-up, drop-off.
    var taskCost: Int
    /// For each second of set-up, service or reloading.
    var taskSecondCost: Int
    var waitingSecondCost: Int
    /// Capacity of the first dimension.
    var capacity: Int32
    var start: Int32
    var end: Int32
    var taskLimit: Int
    var tripLimit: Int
    var durationLimit: Int
    var travelLimit: Int
    var distanceLimit: Int
    /// -1: no battery to watch.
    var batteryCapacity: Int
    var batteryInitial: Int
    var batteryReserve: Int
    /// When the shift allows leaving; the end node holds when it must be over.
    var shiftStart: Int
    var shiftEnd: Int
    var hasReloads: Bool
    var isPlanned: Bool
}
