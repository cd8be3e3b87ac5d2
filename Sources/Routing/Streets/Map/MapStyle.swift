import Foundation

/// How the map looks: pale, so that tours stand out on it.
enum MapStyle {
    static let land = "#f4f3ee"

    /// Metres a pixel beyond which a class of streets is not drawn.
    static func farthest(_ kind: StreetClass) -> Double {
        switch kind {
        case .main: 200
        case .collector: 60
        case .residential: 22
        case .cycleway, .pedestrian: 6.5
        case .service, .path: 4.5
        }
    }

    static func element(_ kind: MapShapeKind, path: String, metresPerPixel: Double) -> String {
        switch kind {
        case .water: area(path, "#bcd7e6")
        case .wood: area(path, "#d3e2c8")
        case .green: area(path, "#e0ebd3")
        case .waterway: line(path, "#bcd7e6", width: max(1, 4 / metresPerPixel))
        case .railway:
            line(path, "#b9b4b0", width: max(0.8, 2.5 / metresPerPixel)) + line(path, "#ffffff", width: 0.5, dash: "60 60")
        }
    }

    /// The rim around streets, which makes pale streets visible on a pale ground.
    static func rim(_ kind: StreetClass, path: String, metresPerPixel: Double) -> String {
        let inner = width(kind, metresPerPixel)
        guard kind != .path, inner > 1.2 else { return "" }
        return line(path, "#cfc8bd", width: inner + 1.2)
    }

    static func surface(_ kind: StreetClass, path: String, metresPerPixel: Double) -> String {
        let inner = width(kind, metresPerPixel)
        switch kind {
        case .main: return line(path, inner > 1.2 ? "#fbe3a4" : "#e3c77a", width: inner)
        case .collector: return line(path, inner > 1.2 ? "#fff6d6" : "#d9cfae", width: inner)
        case .residential, .service: return line(path, inner > 1.2 ? "#ffffff" : "#d8d2c8", width: inner)
        case .pedestrian: return line(path, inner > 1.2 ? "#ece6f0" : "#d6cfdb", width: inner)
        case .cycleway: return line(path, "#9fb8d8", width: max(0.8, inner * 0.6))
        case .path: return line(path, "#c9bfae", width: max(0.7, inner * 0.5), dash: "30 20")
        }
    }

    /// In pixels: as wide as the street is on the ground (carriageway in metres), within what can be seen.
    private static func width(_ kind: StreetClass, _ metresPerPixel: Double) -> Double {
        let metres =
            switch kind {
            case .main: 16.0
            case .collector: 13.0
            case .residential: 10.0
            case .pedestrian: 9.0
            case .service: 6.0
            case .cycleway: 5.0
            case .path: 4.0
            }
        return min(max(metres / metresPerPixel, kind == .main ? 1.6 : 0.8), 15)
    }

    private static func area(_ path: String, _ fill: String) -> String {
        "<path fill=\"\(fill)\" fill-rule=\"evenodd\" d=\"\(path)\"/>"
    }

    private static func line(_ path: String, _ stroke: String, width: Double, dash: String? = nil) -> String {
        "<path fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(Int((width * MapCanvas.unitsPerPixel).rounded()))\" "
            + "stroke-linecap=\"round\" stroke-linejoin=\"round\"\(dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") d=\"\(path)\"/>"
    }
}
