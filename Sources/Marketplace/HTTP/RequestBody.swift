import Foundation
import HTTPTypes
import Hummingbird

extension Request {
    /// The whole body.
    /// - Parameters:
    ///   - limit: in bytes.
    ///   - problem: what a longer body is answered with; 413 in general words unless given.
    func bytes(upTo limit: Int, orElse problem: (any Error)? = nil) async throws -> Data {
        do {
            return Data(try await body.collect(upTo: limit).readableBytesView)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) kB"
            throw problem
                ?? ProblemDetails(.contentTooLarge, code: "body-too-large", detail: "What was sent is larger than \(size).")
        }
    }
}
