/// The form of a COPY's bytes.
public struct CopyFormat: Sendable, Hashable {
    let options: String

    /// Comma-separated values.
    /// - Parameter header: the first line names the columns; coming in, it is skipped.
    public static func csv(header: Bool = false) -> CopyFormat {
        CopyFormat(options: "FORMAT csv, HEADER \(header)")
    }

    /// PostgreSQL's own text form: tab-separated, `\N` for NULL.
    public static let text = CopyFormat(options: "FORMAT text")

    /// PostgreSQL's binary form.
    public static let binary = CopyFormat(options: "FORMAT binary")
}
