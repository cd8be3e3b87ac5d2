import Foundation

/// Routes and areas as GeoJSON (RFC 7946) and GPX 1.1.
public enum StreetExport {
    /// A route as a GeoJSON feature; its properties are seconds, metres, watt hours and the steps.
    public static func geoJSON(_ route: StreetRoute) -> String {
        let steps = route.steps.map { step in
            "{\"maneuver\":\"\(step.maneuver.rawValue)\",\"name\":\(quoted(step.name)),\"metres\":\(number(step.metres, 1)),"
                + "\"seconds\":\(number(step.seconds, 1)),\"pushed\":\(step.isPushed),\"at\":\(position(route.line[step.lineIndex]))}"
        }
        return "{\"type\":\"Feature\",\"attribution\":\(quoted(OSMFile.attribution)),\"properties\":{"
            + "\"seconds\":\(number(route.travel.seconds, 1)),\"metres\":\(number(route.travel.metres, 1)),"
            + "\"watt_hours\":\(number(route.travel.wattHours, 2)),\"steps\":[\(steps.joined(separator: ","))]},"
            + "\"geometry\":{\"type\":\"LineString\",\"coordinates\":\(line(route.line))}}\n"
    }

    /// Areas as a GeoJSON feature collection, the largest first so that the smaller are drawn on top.
    public static func geoJSON(_ isochrones: [Isochrone]) -> String {
        let features = isochrones.sorted { $0.seconds > $1.seconds }.map { isochrone in
            let polygons = isochrone.polygons.map { "[" + $0.map(line).joined(separator: ",") + "]" }
            return "{\"type\":\"Feature\",\"properties\":{\"seconds\":\(number(isochrone.seconds, 0))},"
                + "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[\(polygons.joined(separator: ","))]}}"
        }
        return "{\"type\":\"FeatureCollection\",\"attribution\":\(quoted(OSMFile.attribution)),"
            + "\"features\":[\(features.joined(separator: ","))]}\n"
    }

    /// A route as a GPX track for navigation devices.
    public static func gpx(_ route: StreetRoute) -> String {
        let points = route.line.map { "<trkpt lat=\"\(number($0.latitude, 7))\" lon=\"\(number($0.longitude, 7))\"/>" }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Schaufenster" xmlns="http://www.topografix.com/GPX/1/1">
            <metadata><copyright author="OpenStreetMap contributors"><license>https://www.openstreetmap.org/copyright</license></copyright></metadata>
            <trk><trkseg>
            \(points.joined(separator: "\n"))
            </trkseg></trk>
            </gpx>

            """
    }

    private static func line(_ coordinates: [Coordinate]) -> String {
        "[" + coordinates.map(position).joined(separator: ",") + "]"
    }

    private static func position(_ coordinate: Coordinate) -> String {
        "[\(number(coordinate.longitude, 7)),\(number(coordinate.latitude, 7))]"
    }

    /// A decimal without exponent, rounded.
    private static func number(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
