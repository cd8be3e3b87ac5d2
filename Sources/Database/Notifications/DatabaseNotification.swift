/// What a listener gets.
public struct DatabaseNotification: Sendable, Equatable {
    public enum Kind: Sendable {
        /// A NOTIFY of some session.
        case notification
        /// The server listens from now on: what happened before was not heard, so look for yourself.
        case listening
        /// The connection was lost and is listening again: notifications may have been missed, so look for yourself.
        case reconnected
    }

    public let kind: Kind
    /// Empty but for ``Kind/notification``, as are the others.
    public let channel: String
    public let payload: String
    /// The server process of the sender.
    public let processID: Int32

    static let listening = DatabaseNotification(kind: .listening, channel: "", payload: "", processID: 0)
    static let reconnected = DatabaseNotification(kind: .reconnected, channel: "", payload: "", processID: 0)
}
