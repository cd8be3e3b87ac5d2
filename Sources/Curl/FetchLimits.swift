/// What fetching from an address that somebody else wrote may do.
public struct FetchLimits: Sendable {
    public var mostBytes: Int
    public var mostRedirects: Int
    /// Asked for every connection, after names have become addresses and after every redirect.
    public var mayConnect: @Sendable (NetworkAddress) -> Bool

    public init(
        mostBytes: Int, mostRedirects: Int = 3, mayConnect: @escaping @Sendable (NetworkAddress) -> Bool = { $0.isPublic }
    ) {
        self.mostBytes = mostBytes
        self.mostRedirects = mostRedirects
        self.mayConnect = mayConnect
    }
}

/// Why nothing was fetched.
public enum FetchProblem: Error, Hashable, Sendable {
    /// It is no address of the web.
    case badAddress
    /// It leads into a network where ``FetchLimits/mayConnect`` allows no connection.
    case forbidden
    case tooLarge
    case tooManyRedirects
    /// The server answered with another status than 200.
    case status(Int)
    /// The name is not known, nobody answers, or not in time.
    case noAnswer
}
