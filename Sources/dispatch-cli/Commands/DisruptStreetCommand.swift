import ArgumentParser
import Foundation

struct DisruptStreetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "street", abstract: "A street is closed for a while: all ways keep off it.",
        discussion: """
              dispatch-cli disrupt street "Rheinstraße" --until 18:00 --reason "burst pipe"
              dispatch-cli disrupt street Marktplatz --polygon markt.geojson --from 14:00 --until 20:00
              dispatch-cli disrupt street Luisenplatz --box "8.650,49.872 8.652,49.873" --until 18:00
            Says beforehand how many stretches are closed and which shipments' ways get longer. 'disrupt undo' opens it again.
            """)

    @Argument(help: "The street's name; where --polygon, --box or --way says what is closed, any words for it.")
    var street: String
    @Option(help: "Until when, 18:00 or 2026-11-24T06:00; until it is taken back when it is not given.")
    var until: String?
    @Option(help: "Only this area: a GeoJSON file, or corners as \"lon,lat lon,lat lon,lat …\".")
    var polygon: String?
    @Option(help: "Only the box between two corners, \"lon,lat lon,lat\".")
    var box: String?
    @Option(help: "Only OpenStreetMap's way with this number.")
    var way: Int64?
    @OptionGroup var options: DisruptionOptions

    private struct Effect: Codable, Sendable {
        var stretches: Int
        var shipments: [String]
    }

    func validate() throws {
        guard [polygon != nil, box != nil, way != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give only one of --polygon, --box and --way.")
        }
    }

    func run() async throws {
        let day = try options.day.resolved()
        var draft = DisruptionDraft(
            kind: "street-closed", subject: street, from: try options.from.map { try ClockTime.moment($0, day: day) })
        draft.reason = options.reason
        draft.until = try until.map { text in
            try text.contains("T") ? LocalTime.parse(text, name: "--until") : ClockTime.moment(text, day: day)
        }
        draft.polygon = try polygon.map(NetworkCloseCommand.outline) ?? box.map(Self.corners(of:))
        draft.way = way
        let client = try options.connection.client()
        let effect = try await client.call(
            "POST", "/api/v1/dispatch/disruptions/effect", query: ["day": day], body: draft, as: Effect.self
        ).value
        try options.confirmation.ask("\(Self.words(effect, street)) Go on?")
        let answer = try await client.call(
            "POST", "/api/v1/dispatch/disruptions", query: ["day": day], body: draft, as: Disruption.self)
        if options.connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("\(Self.words(effect, street)) Noted. Now: dispatch-cli replan")
    }

    private static func words(_ effect: Effect, _ street: String) -> String {
        let stretches = "\(street): \(effect.stretches) \(effect.stretches == 1 ? "stretch" : "stretches") closed"
        guard !effect.shipments.isEmpty else { return "\(stretches); no planned way leads over it." }
        let named = effect.shipments.prefix(8).joined(separator: ", ") + (effect.shipments.count > 8 ? " …" : "")
        return "\(stretches); the way to \(effect.shipments.count) shipments is another (\(named))."
    }

    /// The four corners of the box between two.
    static func corners(of text: String) throws -> [[Double]] {
        guard let two = NetworkCloseCommand.corners(text), two.count == 2 else {
            throw Failure.badInput("'\(text)' is no box; write two corners, \"8.650,49.872 8.652,49.873\".")
        }
        let (one, other) = (two[0], two[1])
        return [one, [other[0], one[1]], other, [one[0], other[1]]]
    }
}
