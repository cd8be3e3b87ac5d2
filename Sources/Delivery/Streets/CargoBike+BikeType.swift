import Catalog
import Routing

extension CargoBike {
    /// A fleet's kind of bike as the street network sees it: its width, speed and payload, with drag and mass of the kind it most resembles.
    ///
    /// The load is half the payload, a tour's average.
    init(_ type: BikeType) {
        let width = Double(type.widthCentimetres) / 100
        // The widths between those of the presets: a long john is 0.7 m wide, a trike 0.9, a cabin bike 1.16.
        self = width < 0.8 ? .longJohn : width < 1.03 ? .trike : .cabin
        name = type.key
        self.width = width
        flatSpeed = type.kilometresPerHour
        load = Double(type.payload.rawValue) / 2000
    }
}
