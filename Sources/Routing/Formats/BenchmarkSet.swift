/// The public instance sets that routing research compares itself on, with the conventions of each.
///
/// Costs, distances and times are whole numbers in scaled units, as PyVRP's benchmark pages have them, so that results compare
/// exactly: see docs/routing.md.
public enum BenchmarkSet: String, Sendable, CaseIterable {
    /// Capacitated (Uchoa et al. 2017).
    case cvrp
    /// Time windows (Solomon 1987; Gehring & Homberger 1999).
    case vrptw
    /// Time windows and optional customers with prizes.
    case pcvrptw
    /// Time windows, several trips and release times (Yang 2023).
    case mtvrptwr
    /// Several depots, time windows and a longest duration (Vidal et al. 2013).
    case mdvrptw
    /// Kinds of vehicles (Pessoa et al. 2018).
    case hfvrp
    /// Pick-up and delivery with time windows (Li & Lim 2003); distance only.
    case pdptw
    /// Asymmetric real-world times with time windows (EURO Meets NeurIPS 2022).
    case ortec
    /// Pick-up and delivery on real roads (Sartori & Buriol 2020); vehicles first.
    case pdptwRoad = "pdptw-road"

    public var format: BenchmarkFormat {
        switch self {
        case .cvrp, .vrptw, .pcvrptw, .mtvrptwr, .mdvrptw, .hfvrp, .ortec: .vrplib
        case .pdptw: .lilim
        case .pdptwRoad: .sartori
        }
    }

    /// How a value of the file becomes a whole number.
    func scaled(_ value: Double) -> Int {
        switch self {
        case .cvrp: Int(value.rounded(.toNearestOrEven))
        case .vrptw, .pcvrptw, .mtvrptwr: Int(10 * value)
        case .mdvrptw, .hfvrp, .pdptw: Int((1000 * value).rounded(.toNearestOrEven))
        case .ortec, .pdptwRoad: Int(value)
        }
    }

    /// Whether more vehicles than the file lists may be used.
    var hasUnlimitedFleet: Bool {
        self == .ortec || self == .pdptwRoad
    }

    /// The set of a file: the name of the folder that it lies in, or what its kind most often is.
    public static func guess(folder: String, format: BenchmarkFormat) -> BenchmarkSet {
        if let set = BenchmarkSet(rawValue: folder), set.format == format { return set }
        switch format {
        case .vrplib: return .vrptw
        case .lilim: return .pdptw
        case .sartori: return .pdptwRoad
        }
    }
}

/// The file formats of the benchmark sets.
public enum BenchmarkFormat: String, Sendable, CaseIterable {
    /// VRPLIB / CVRPLIB with the sections that PyVRP's instances add.
    case vrplib
    /// Li & Lim: `K Q speed`, then one node a line.
    case lilim
    /// Sartori & Buriol: a header, NODES, and EDGES with the travel times of all pairs.
    case sartori
}
