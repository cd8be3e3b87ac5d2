public import Database

/// Why a picture could not be taken, from a file or from an address.
public enum PictureFault: String, Error, CaseIterable, Codable, Sendable, DatabaseCodable {
    case notAPicture = "not-a-picture"
    case tooLarge = "too-large"
    case tooNarrow = "too-narrow"
    case damaged = "damaged"
    case badAddress = "bad-address"
    /// It leads into a network that is not public.
    case notPublic = "not-public"
    case tooManyRedirects = "too-many-redirects"
    /// The server says that there is none.
    case notFound = "not-found"
    /// The server does not give it.
    case refused = "refused"
    case serverFailed = "server-failed"
    case noAnswer = "no-answer"

    /// Whether trying again by itself could help.
    public var mayPass: Bool { self == .serverFailed || self == .noAnswer }

    /// A sentence for the retailer.
    public func sentence(in language: Language) -> String { words[language] }

    private var words: LocalizedText {
        switch self {
        case .notAPicture:
            LocalizedText("Das ist kein Bild in JPEG, PNG, WebP oder GIF.", "This is no picture in JPEG, PNG, WebP or GIF.")
        case .tooLarge:
            LocalizedText(
                "Das Bild ist zu groß: höchstens 10 MB und 40 Millionen Bildpunkte.",
                "The picture is too large: at most 10 MB and 40 million pixels.")
        case .tooNarrow:
            LocalizedText(
                "Das Bild ist zu schmal: höchstens achtmal so lang wie breit.",
                "The picture is too narrow: at most eight times as long as wide.")
        case .damaged: LocalizedText("Das Bild ist beschädigt.", "The picture is damaged.")
        case .badAddress: LocalizedText("Die Adresse ist keine des Webs.", "This is no address of the web.")
        case .notPublic:
            LocalizedText(
                "Die Adresse führt in ein Netz, das nicht öffentlich ist.", "The address leads into a network that is not public."
            )
        case .tooManyRedirects: LocalizedText("Die Adresse leitet zu oft weiter.", "The address redirects too often.")
        case .notFound: LocalizedText("Unter der Adresse ist nichts (mehr).", "There is nothing (any more) at the address.")
        case .refused:
            LocalizedText("Der Server gibt das Bild nicht heraus.", "The server does not give the picture away.")
        case .serverFailed: LocalizedText("Der Server meldet einen Fehler.", "The server reports an error.")
        case .noAnswer:
            LocalizedText("Der Server antwortet nicht oder nicht rechtzeitig.", "The server does not answer, or not in time.")
        }
    }
}
