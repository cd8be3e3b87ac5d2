public import Accounts
import Database
public import Foundation

public struct ImportID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}

/// Where an uploaded catalog stands.
public enum ImportState: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// Its bytes are coming in.
    case receiving
    /// Somebody looks at it, or will.
    case checking
    /// It can be applied.
    case ready
    case applying, applied, undoing, undone
    /// The file as a whole cannot be taken.
    case refused
    /// Something of ours went wrong; the catalog is as it was.
    case failed

    /// Whether a worker has something to do with it.
    public var isUnderWay: Bool { [.receiving, .checking, .applying, .undoing].contains(self) }
}

/// What becomes of products that a file does not mention.
public enum ImportScope: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// They stay as they are.
    case update
    /// Those of the shops that the file is about are taken off sale.
    case replace
}

extension ImportMode: DatabaseCodable {}

/// How a file is to be taken.
public struct ImportOptions: Hashable, Sendable {
    public var mode: ImportMode
    public var scope: ImportScope
    public var defaults: FeedDefaults
    /// Whether more than a fifth of what can be ordered may become sold out or go off sale.
    public var isConfirmed: Bool

    public init(
        mode: ImportMode = .goodRows, scope: ImportScope = .update, defaults: FeedDefaults = FeedDefaults(),
        isConfirmed: Bool = false
    ) {
        self.mode = mode
        self.scope = scope
        self.defaults = defaults
        self.isConfirmed = isConfirmed
    }
}

/// How far the work on an import is.
public struct ImportProgress: Hashable, Sendable, Encodable {
    public enum Phase: String, Codable, Sendable {
        case waiting, reading, comparing, writing
    }

    public let phase: Phase
    /// Bytes while reading, rows while writing.
    public let done: Int
    public let total: Int

    /// 0 … 1, reading and writing half each where both are to be done.
    public var fraction: Double {
        let part = total > 0 ? min(Double(done) / Double(total), 1) : 0
        return switch phase {
        case .waiting: 0
        case .reading: part / 2
        case .comparing: 0.5
        case .writing: 0.5 + part / 2
        }
    }

    private enum CodingKeys: String, CodingKey { case phase, done, total, fraction }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(phase, forKey: .phase)
        try container.encode(done, forKey: .done)
        try container.encode(total, forKey: .total)
        try container.encode((fraction * 1000).rounded() / 1000, forKey: .fraction)
    }
}

/// An uploaded catalog: a file that was looked at and can be applied and taken back.
public struct CatalogImport: Hashable, Sendable {
    public let id: ImportID
    public let retailerID: RetailerID
    public let state: ImportState
    public let options: ImportOptions
    public let fileName: String
    public let byteCount: Int
    public let createdAt: Date
    public let appliedAt: Date?
    public let undoneAt: Date?
    /// What a look at the file said, or what became of it.
    public let report: ImportReport?
    /// Why the file cannot be taken.
    public let problem: CatalogFileError?
    public let progress: ImportProgress
    /// After an undo: how many products stayed as they were, because they had been changed since.
    public let kept: Int?
}

extension CatalogImport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, state, mode, scope, fileName, bytes, createdAt, appliedAt, undoneAt, report, problem, progress, kept
    }

    private enum ProblemKeys: String, CodingKey { case code, detail }

    /// The API's form, in the language of ``CodingUserInfoKey/reportLanguage``.
    public func encode(to encoder: any Encoder) throws {
        let language = encoder.userInfo[.reportLanguage] as? Language ?? .german
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(state, forKey: .state)
        try container.encode(options.mode, forKey: .mode)
        try container.encode(options.scope, forKey: .scope)
        try container.encode(fileName, forKey: .fileName)
        try container.encode(byteCount, forKey: .bytes)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(appliedAt, forKey: .appliedAt)
        try container.encode(undoneAt, forKey: .undoneAt)
        try container.encode(report, forKey: .report)
        try container.encode(progress, forKey: .progress)
        try container.encode(kept, forKey: .kept)
        guard let problem else { return try container.encodeNil(forKey: .problem) }
        var nested = container.nestedContainer(keyedBy: ProblemKeys.self, forKey: .problem)
        try nested.encode(problem.code, forKey: .code)
        try nested.encode(problem.message(in: language), forKey: .detail)
    }
}

/// What cannot be done with an import as it stands.
public enum ImportStateError: Error, Hashable, Sendable {
    case notFound
    /// It is somewhere else on its way.
    case wrongState(ImportState)
    /// A later file of the retailer was applied; that one must be taken back first.
    case notTheLatest
    /// The bytes have been deleted after ``Catalog/daysOfFiles`` days.
    case fileGone
}

/// More than a fifth of what can be ordered would become sold out or go off sale, and nobody has said that this is meant.
public struct ConfirmationNeeded: Error, Hashable, Sendable {
    public let importID: ImportID
    public let report: ImportReport
}
