import Synchronization

/// How far the work on an import is, for those who watch it from other tasks.
final class ImportMeter: Sendable {
    private let state = Mutex(ImportProgress(phase: .waiting, done: 0, total: 0))

    var progress: ImportProgress { state.withLock { $0 } }

    func show(_ phase: ImportProgress.Phase, done: Int = 0, total: Int = 0) {
        state.withLock { $0 = ImportProgress(phase: phase, done: done, total: total) }
    }
}
