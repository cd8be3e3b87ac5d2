import Foundation

/// What pages that are printed share.
enum HTMLExport {
    /// Text as it stands between tags and in quoted attributes, of HTML and XML alike.
    static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }
}
