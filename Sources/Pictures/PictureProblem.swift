/// Why bytes are no picture for us.
public enum PictureProblem: Error, Hashable, CaseIterable, Sendable {
    /// Neither JPEG nor PNG nor WebP nor GIF.
    case notAPicture
    /// More than ``PictureScaler/mostPixels``, or more bytes than ``PictureScaler/mostBytes``.
    case tooLarge
    /// A strip: more than eight times as long as wide.
    case tooNarrow
    /// It begins like a picture, and cannot be unpacked.
    case damaged
}
