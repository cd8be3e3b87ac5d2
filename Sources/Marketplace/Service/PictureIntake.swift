import Catalog
import Dispatch
import Pictures

/// Makes pictures of bytes that came in, and keeps them.
struct PictureIntake: Sendable {
    /// One picture at a time: each takes up to a second and four bytes a pixel. Not on the threads that serve everybody.
    private static let scaling = DispatchQueue(label: "schaufenster.pictures", qos: .utility)

    let catalog: Catalog

    /// - Throws: ``PictureFault``.
    func keep(_ bytes: [UInt8]) async throws -> PictureID {
        let scaled = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<[ScaledPicture], any Error>) in
            Self.scaling.async { continuation.resume(with: Result { try PictureScaler.scale(bytes) }.mapError(Self.fault)) }
        }
        let files = scaled.map { PictureFile(size: $0.size, width: $0.width, height: $0.height, jpeg: $0.jpeg) }
        guard let id = try await catalog.keepPicture(files) else { throw PictureFault.damaged }
        return id
    }

    @Sendable private static func fault(_ error: any Error) -> any Error {
        switch error as? PictureProblem {
        case .notAPicture: PictureFault.notAPicture
        case .tooLarge: PictureFault.tooLarge
        case .tooNarrow: PictureFault.tooNarrow
        case .damaged: PictureFault.damaged
        case nil: error
        }
    }
}
