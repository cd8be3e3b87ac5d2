import Foundation

/// One measured figure beside its reference from the same run.
struct Figure: Codable {
    var name: String
    var ours: Double
    var reference: Double
    var unit: String
    /// `ours / reference`.
    var ratio: Double
    /// What the ratio is to be, in words; empty when there is no goal.
    var goal: String
    /// The ratios of all rounds, the lowest first, where there were several.
    var ratios: [Double]?

    init(name: String, ours: Double, reference: Double, unit: String, goal: String) {
        self.name = name
        self.ours = ours
        self.reference = reference
        self.unit = unit
        ratio = reference > 0 ? ours / reference : .nan
        self.goal = goal
    }

    /// The round in the middle by its ratio, with the ratios of all; nil of no rounds.
    init?(medianOf rounds: [Figure]) {
        let sorted = rounds.sorted { $0.ratio < $1.ratio }
        guard !sorted.isEmpty else { return nil }
        self = sorted[sorted.count / 2]
        if sorted.count > 1 { ratios = sorted.map(\.ratio) }
    }

    /// How far the rounds lie apart: "0.48–0.61"; empty where there was one.
    var spread: String {
        guard let ratios, let lowest = ratios.first, let highest = ratios.last else { return "" }
        return String(format: "%.2f–%.2f", lowest, highest)
    }
}

/// The file of figures that every benchmark adds to: a figure replaces the one of its name.
struct Figures {
    private let file: URL
    private var figures: [Figure] = []
    private var added: [Figure] = []

    init(file: String) {
        self.file = URL(fileURLWithPath: file)
        if let data = try? Data(contentsOf: self.file) {
            figures = (try? JSONDecoder().decode([Figure].self, from: data)) ?? []
        }
    }

    mutating func add(_ new: [Figure]) throws {
        added += new
        for figure in new {
            if let index = figures.firstIndex(where: { $0.name == figure.name }) {
                figures[index] = figure
            } else {
                figures.append(figure)
            }
        }
    }

    func write() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try (encoder.encode(figures) + Data("\n".utf8)).write(to: file)
    }

    /// The figures of this run for people.
    func table() -> String {
        func column(_ text: String, _ width: Int) -> String {
            text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
        }
        var lines = [
            column("benchmark", 40) + column("ours", 14) + column("reference", 14) + column("unit", 10) + column("ratio", 8)
                + column("rounds", 14) + "goal"
        ]
        for figure in added {
            lines.append(
                column(figure.name, 40) + column(String(format: "%.1f", figure.ours), 14)
                    + column(String(format: "%.1f", figure.reference), 14) + column(figure.unit, 10)
                    + column(String(format: "%.2f", figure.ratio), 8) + column(figure.spread, 14) + figure.goal)
        }
        return lines.joined(separator: "\n")
    }
}
