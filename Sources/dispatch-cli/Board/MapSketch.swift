/// The day's stops on a few characters: where tours still go, by their number's last digit; what is done is a dot.
struct MapSketch {
    var tours: [Tour]
    var selected: Int?
    var width: Int
    var height: Int

    func lines(colours: Bool) -> [String] {
        let stops = tours.flatMap { tour in (tour.stopList ?? []).map { (tour, $0) } }
        let latitudes = stops.map(\.1.latitude)
        let longitudes = stops.map(\.1.longitude)
        guard let south = latitudes.min(), let north = latitudes.max(), let west = longitudes.min(), let east = longitudes.max(),
            width > 1, height > 1
        else { return [] }
        var cells = Array(repeating: Array(repeating: Character(" "), count: width), count: height)
        var styles = Array(repeating: Array(repeating: Style.plain, count: width), count: height)
        // What matters most is drawn last: the selected tour over open stops over done ones.
        let ordered = stops.sorted { rank($0.0, $0.1) < rank($1.0, $1.1) }
        for (tour, stop) in ordered {
            let column = Int(((stop.longitude - west) / max(east - west, 1e-9) * Double(width - 1)).rounded())
            let row = Int(((north - stop.latitude) / max(north - south, 1e-9) * Double(height - 1)).rounded())
            let isHub = ["start", "end", "reload"].contains(stop.kind)
            cells[row][column] = isHub ? "⌂" : stop.isOpen ? Character("\(tour.number % 10)") : "·"
            styles[row][column] =
                tour.number == selected
                ? .accent : stop.isAtDoor && stop.isOpen && stop.lateSeconds > 0 ? .bad : isHub ? .bold : .dim
        }
        return zip(cells, styles).map { row, styles in
            zip(row, styles).map { $1.apply(String($0), colours: colours && $0 != " ") }.joined()
        }
    }

    private func rank(_ tour: Tour, _ stop: TourStop) -> Int { (tour.number == selected ? 4 : 0) + (stop.isOpen ? 2 : 0) }
}
