import Catalog
import ServiceLifecycle

/// Works on uploaded catalogs until the service ends.
struct CatalogImports: Service {
    let worker: ImportWorker

    func run() async throws {
        await cancelWhenGracefulShutdown { await worker.runUntilCancelled() }
    }
}
