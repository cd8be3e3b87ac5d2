/// The kinds of streets as a map draws them and junctions weigh them.
public enum StreetClass: Int, Sendable, Hashable, CaseIterable {
    case main = 0
    case collector
    case residential
    case service
    case cycleway
    case pedestrian
    case path

    public init(_ tags: OSMTags) {
        switch tags["highway"] {
        case "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link": self = .main
        case "tertiary", "tertiary_link": self = .collector
        case "residential", "unclassified", "living_street", "road": self = .residential
        case "service", "busway": self = .service
        case "cycleway": self = .cycleway
        case "pedestrian", "footway": self = .pedestrian
        default: self = .path
        }
    }
}
