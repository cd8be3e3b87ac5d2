/// How a tour's line looks: a colour and a dash, so that 18 tours can be told apart.
///
/// The colours were chosen for the greatest least distance (CIE 1976, 24) in the eyes of people with full colour vision,
/// protanopia, deuteranopia and tritanopia (Machado, Oliveira, Fernandes 2009), with a contrast of at least 3 : 1 to the map.
struct TourLine: Hashable, Sendable {
    /// As `#rrggbb`.
    let colour: String
    /// SVG's `stroke-dasharray`.
    let dash: String

    static let colours = ["#009e73", "#d55e00", "#3d5afe", "#1d2a2a", "#aa4499", "#7b1fa2"]
    private static let dashes = ["none", "9 5", "2 5"]

    /// The line of the tour that is drawn as the `index`th, from 0.
    init(_ index: Int) {
        colour = Self.colours[index % Self.colours.count]
        dash = Self.dashes[index / Self.colours.count % Self.dashes.count]
    }
}
