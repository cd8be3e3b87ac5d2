/// A picture that is here, as pages and the API name it.
public struct Picture: Hashable, Sendable {
    /// The widths in which each is kept; pictures that are narrower stay so.
    public static let sizes = [160, 480, 960]

    public let id: PictureID
    /// Of the largest rendition.
    public let width: Int
    /// Of the largest rendition.
    public let height: Int

    /// One of its renditions.
    public struct Rendition: Hashable, Codable, Sendable {
        /// Where the service has it. What is there never changes.
        public let path: String
        public let width: Int
        public let height: Int
    }

    /// From the narrowest to the widest.
    public var renditions: [Rendition] {
        Self.sizes.map { size in
            let narrowed = min(size, width)
            return Rendition(
                path: "/bilder/\(id)/\(size).jpg", width: narrowed, height: max(1, (height * narrowed + width / 2) / width))
        }
    }

    /// Nil unless all is there: a row of an outer join.
    init?(_ id: PictureID?, _ width: Int?, _ height: Int?) {
        guard let id, let width, let height else { return nil }
        self.id = id
        self.width = width
        self.height = height
    }
}

/// The API's form.
extension Picture: Encodable {
    private enum CodingKeys: CodingKey { case id, renditions }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(renditions, forKey: .renditions)
    }
}

/// The bytes of a picture in one of ``Picture/sizes``, for ``Catalog/keepPicture(_:)``.
public struct PictureFile: Hashable, Sendable {
    public let size: Int
    public let width: Int
    public let height: Int
    public let jpeg: [UInt8]

    public init(size: Int, width: Int, height: Int, jpeg: [UInt8]) {
        self.size = size
        self.width = width
        self.height = height
        self.jpeg = jpeg
    }
}
