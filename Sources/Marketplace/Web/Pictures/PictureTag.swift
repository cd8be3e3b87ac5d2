import Catalog

/// A picture as a page shows it, in the width that the browser needs.
struct PictureTag: Sendable {
    let source: String
    /// "/bilder/…/160.jpg 160w, …".
    let sources: String
    /// How wide it is shown, for the browser's choice: `sizes` of an `img`.
    let shown: String
    let width: Int
    let height: Int
    let alt: String

    /// Nil when there is none.
    init?(_ picture: Picture?, alt: String, shown: String) {
        guard let renditions = picture?.renditions, let widest = renditions.last else { return nil }
        source = widest.path
        // Of a narrow picture several renditions are as wide.
        let distinct = renditions.filter { rendition in renditions.first { $0.width == rendition.width } == rendition }
        sources = distinct.map { "\($0.path) \($0.width)w" }.joined(separator: ", ")
        self.shown = shown
        width = widest.width
        height = widest.height
        self.alt = alt
    }
}
