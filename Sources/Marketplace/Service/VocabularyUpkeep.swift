import Catalog
import Logging
import ServiceLifecycle

/// Keeps the words that suggestions and typing errors are found by close to what is offered. Any number of processes may do it; one does.
struct VocabularyUpkeep: Service {
    let catalog: Catalog
    let logger: Logger
    var interval = Duration.seconds(120)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await catalog.refreshVocabulary()
                } catch is CancellationError {
                    return
                } catch {
                    // Searching goes on with the old words; the next round tries again.
                    logger.warning("the vocabulary could not be made anew", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
    }
}
