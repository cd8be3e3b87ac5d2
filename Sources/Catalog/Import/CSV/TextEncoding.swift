/// The encodings in which spreadsheets and shop systems write CSV.
public enum TextEncoding: String, Codable, Sendable {
    case utf8 = "UTF-8"
    case windows1252 = "Windows-1252"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
}
