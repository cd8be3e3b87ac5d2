import Catalog
import Curl
import Logging
import Pictures
import ServiceLifecycle

/// Fetches the pictures that products name by an address in the net. Any number of processes may do it; each takes other addresses.
struct PictureFetching: Service {
    /// So many are fetched at a time.
    private static let batch = 4

    let catalog: Catalog
    let logger: Logger
    var client = HTTPClient(userAgent: "Schaufenster", timeout: 30)
    /// Which connections are allowed: to the public internet, unless somebody says otherwise.
    var limits = FetchLimits(mostBytes: PictureScaler.mostBytes)
    var interval = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown { await runUntilCancelled() }
    }

    private func runUntilCancelled() async {
        await catalog.onNewPictureSources(atLeastEvery: interval) {
            do {
                while !Task.isCancelled, try await workOff() > 0 {}
            } catch {
                // The addresses stay, and are taken up again later.
                if !Task.isCancelled { logger.warning("pictures could not be fetched", metadata: ["error": "\(error)"]) }
            }
        }
    }

    /// Fetches some of what waits.
    /// - Returns: how many addresses it tried.
    @discardableResult
    func workOff() async throws -> Int {
        let addresses = try await catalog.takePictureSources(limit: Self.batch)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for address in addresses { group.addTask { try await fetch(address) } }
            try await group.waitForAll()
        }
        return addresses.count
    }

    private func fetch(_ address: String) async throws {
        do {
            let bytes = try await client.fetch(address, within: limits)
            try await catalog.noteFetched(try await PictureIntake(catalog: catalog).keep([UInt8](bytes)), from: address)
        } catch let problem as FetchProblem {
            try await catalog.noteNotFetched(PictureFault(problem), from: address)
        } catch let fault as PictureFault {
            try await catalog.noteNotFetched(fault, from: address)
        }
    }
}

extension PictureFault {
    fileprivate init(_ problem: FetchProblem) {
        switch problem {
        case .badAddress: self = .badAddress
        case .forbidden: self = .notPublic
        case .tooLarge: self = .tooLarge
        case .tooManyRedirects: self = .tooManyRedirects
        case .status(404), .status(410): self = .notFound
        // Too early and too many are for now; so are a server's own troubles.
        case .status(425), .status(429), .status(500...): self = .serverFailed
        case .status: self = .refused
        case .noAnswer: self = .noAnswer
        }
    }
}
