import Routing

extension Constraint {
    /// Why it keeps a shipment out of every tour, for the dispatcher.
    var germanSentence: String {
        switch self {
        case .capacity: "Zu schwer oder zu groß für die Räder, die dann kommen könnten."
        case .timeWindow: "Kein Rad kann im Lieferfenster an der Tür sein."
        case .shift: "Keine Schicht hat noch Zeit dafür."
        case .release: "Wird zu spät fertig gepackt."
        case .hub: "Kein Rad kommt an dem Hub vorbei, an dem es liegt."
        case .hubOpening: "Der Hub ist zu, wenn ein Rad dort laden müsste."
        case .skills: "Es fehlt eine Fahrerin mit der nötigen Befähigung oder ein Rad mit dem nötigen Fach."
        case .rest: "Die vorgeschriebene Pause lässt keine Zeit dafür."
        case .rideTime: "Heißes Essen wäre zu lange unterwegs."
        case .pairing: "Kein Rad kommt am Laden und an der Tür vorbei."
        case .battery: "Kein Akku reicht so weit."
        case .taskLimit, .travelTimeLimit, .distanceLimit, .tripLimit: "Jede Tour ist an ihrer Grenze."
        case .durationLimit: "Jede Fahrerin würde zu lange arbeiten."
        case .lockedStops: "Die Touren, die es bringen könnten, sind schon unterwegs."
        case .unreachable: "Kein Rad kommt zu der Tür."
        case .reload: "Ein Rad müsste dafür neu laden und findet keine Zeit."
        case .completeness: "Gehört nicht zum Plan."
        case .prize: "Es zu bringen kostet mehr, als es wert ist."
        }
    }
}
