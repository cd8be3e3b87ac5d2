import Catalog
import Foundation
import Routing

/// A routing engine that runs as a server of its own, asked for one block of a travel table at a time.
protocol RoutingEngine: Sendable {
    var kind: TravelKind { get }
    /// Names the server and its settings.
    var identity: String { get }
    /// The most places it takes on each side of a block.
    var blockSize: Int { get }

    /// Travel from each of some places to each of others.
    ///
    /// - Throws: ``EngineProblem`` when it does not answer, or not as expected.
    func block(from sources: [GeoPoint], to targets: [GeoPoint], closures: [NetworkClosure]) async throws -> EngineBlock
}

/// A part of a travel table, row by row: entry `source * targets + target`.
struct EngineBlock: Hashable, Sendable {
    /// Seconds; `nil` where there is no way.
    var durations: [Double?]
    var distances: [Double?]
    /// Metres from each source to its street, where the engine tells.
    var snaps: [Double?]
}

/// What went wrong between the service and a routing engine, in one sentence.
struct EngineProblem: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String
}

extension RoutingEngine {
    /// Decodes an answer or says that it is not one.
    func decoded<Value: Decodable>(_ data: Data, as type: Value.Type, from address: String) throws(EngineProblem) -> Value {
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: data)
        } catch {
            let start = String(decoding: data.prefix(200), as: UTF8.self)
            throw EngineProblem(description: "\(address) does not answer as \(kind.rawValue) does: \(start)")
        }
    }
}
