import ArgumentParser
import Foundation
import Routing

struct NetworkAddressesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "addresses", abstract: "The addresses of an extract as a CSV file.",
        discussion: """
            The columns are street, house_number, postcode, city, lat, lon, separated by semicolons; `marketplace addresses FILE` loads them.
            A missing postcode or town is taken from the nearest address that has one.
            """)

    @Argument(help: "The extract (.osm.pbf or .osm).")
    var file: String
    @Option(help: "Write to a file instead of the terminal.")
    var out: String?
    @Option(help: "Postcode of those that have none and no neighbour with one.")
    var postcode: String?
    @Option(help: "Town of those that have none and no neighbour with one.")
    var city: String?

    func run() throws {
        var bar = ProgressBar()
        let found = try Failure.inOneSentence {
            defer { bar.clear() }
            return try StreetAddress.all(in: OSMFile(path: file)) { bar.show(fraction: $0, label: "reading \(file)") }
        }
        let completion = AddressCompletion(found, postcode: postcode, city: city)
        var text = "street;house_number;postcode;city;lat;lon\n"
        for address in completion.addresses {
            let place = [decimal(address.place.latitude, 6), decimal(address.place.longitude, 6)]
            let cells = [address.street, address.houseNumber, address.postcode, address.city].map(Self.quoted) + place
            text += cells.joined(separator: ";") + "\n"
        }
        try writeResult(text, to: out)
        let report = Output.standardError
        report.line(
            "\(completion.addresses.count) addresses, \(completion.completed) of them with postcode or town of a neighbour, "
                + "\(completion.incomplete) left out for want of a postcode. Map data: \(OSMFile.attribution), ODbL.")
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == ";" || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
