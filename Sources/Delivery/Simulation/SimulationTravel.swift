import Catalog
import Foundation
import Routing

/// Travel between all places of a simulated day, looked up once, from which each plan's smaller tables are cut.
struct SimulationTravel: Sendable {
    private let tables: TravelTables
    private let rows: [GeoPoint: Int]
    private let columns: [String: Int]

    /// - Precondition: `tables` are between `places` for `types`, in their order.
    init(_ tables: TravelTables, places: [GeoPoint], types: [BikeType]) {
        self.tables = tables
        rows = Dictionary(places.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        columns = Dictionary(uniqueKeysWithValues: types.enumerated().map { ($1.key, $0) })
    }

    struct Leg {
        let seconds: Seconds
        let metres: Metres
        let energy: MilliwattHours

        static let none = Leg(seconds: 0, metres: 0, energy: 0)
    }

    func leg(from: GeoPoint, to: GeoPoint, by type: BikeType) -> Leg {
        guard from != to, let row = rows[from], let column = rows[to], let index = columns[type.key] else { return .none }
        let matrix = tables.matrices[index]
        return Leg(
            seconds: matrix.duration(from: row, to: column), metres: matrix.distance(from: row, to: column),
            energy: matrix.energy(from: row, to: column))
    }

    /// The tables that a plan of `day` asks for. O(places²).
    func tables(for day: DayProblem) -> TravelTables {
        let picked = DayModel.places(of: day).compactMap { rows[$0] }
        let matrices = DayModel.bikeTypes(of: day).compactMap { columns[$0.key] }.map {
            Self.cut(tables.matrices[$0], to: picked)
        }
        return TravelTables(kind: tables.kind, identity: tables.identity, matrices: matrices)
    }

    private static func cut(_ matrix: TravelMatrix, to picked: [Int]) -> TravelMatrix {
        func cut(_ table: [Int32]) -> [Int32] {
            [Int32](unsafeUninitializedCapacity: picked.count * picked.count) { entries, count in
                for from in picked {
                    let row = from * matrix.size
                    for to in picked {
                        entries[count] = table[row + to]
                        count += 1
                    }
                }
            }
        }
        return TravelMatrix(
            size: picked.count, durations: cut(matrix.durations), distances: matrix.distances.map(cut),
            energies: matrix.energies.map(cut), costs: matrix.costs.map(cut))
    }
}
