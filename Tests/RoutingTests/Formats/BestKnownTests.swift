import Foundation
import Routing
import Testing

/// The benchmark folder is not part of the project; these run where `SCHAUFENSTER_BENCH` names it.
private let benchmarkFolder = ProcessInfo.processInfo.environment["SCHAUFENSTER_BENCH"].map { URL(filePath: $0) }

private func benchmarkFiles() -> [String] {
    guard let benchmarkFolder else { return [] }
    let instances = benchmarkFolder.appending(path: "instances")
    return BenchmarkSet.allCases.flatMap { set -> [String] in
        let folder = instances.appending(path: set.rawValue)
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).map { "\(set.rawValue)/\($0)" }
    }.sorted()
}

@Suite("Best-known solutions", .enabled(if: benchmarkFolder != nil))
struct BestKnownTests {
    @Test("A best-known solution is feasible and costs exactly what is published", arguments: benchmarkFiles())
    func bestKnownSolutionIsFeasibleAtItsPublishedCost(file: String) throws {
        let folder = try #require(benchmarkFolder)
        let url = folder.appending(path: "instances/\(file)")
        let name = url.deletingPathExtension().lastPathComponent
        let set = try #require(BenchmarkSet(rawValue: url.deletingLastPathComponent().lastPathComponent))
        let instance = try BenchmarkInstance(name: name, set: set, bytes: Array(Data(contentsOf: url)))
        let solutionURL = folder.appending(path: "solutions/\(set.rawValue).\(name).json")
        let document = try JSONValue(parsing: Array(Data(contentsOf: solutionURL)))
        let solution = try instance.solution(document)
        #expect(Checker.check(instance.problem, solution) == [])
        let best = try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: "bks.json"))))
        let published = best["instances"]?["\(set.rawValue)/\(name)"]?["cost"]
        #expect(JSONValue.integer(instance.problem.cost(of: solution).rounded) == published)
        #expect(instance.problem.cost(of: solution).exact % CostBreakdown.unitsPerCost == 0)
        #expect(instance.problem.vehicles.count >= solution.tours.count)
    }
}
