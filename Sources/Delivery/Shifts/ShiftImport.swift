public import Database
public import Foundation

/// What a file of shifts would change or has changed, or what is wrong with it. A file with a problem changes nothing.
public struct ShiftImport: Hashable, Codable, Sendable {
    /// A shift that is other after the file than before.
    public struct Change: Hashable, Codable, Sendable {
        public enum Kind: String, Codable, Sendable {
            case added
            case changed
            case removed
        }

        public let kind: Kind
        public let day: CalendarDay
        public let riderKey: String
        public let riderName: String
        public let start: Date
        public let end: Date
        /// When it ended before, where that changes.
        public let endBefore: Date?
    }

    /// Whether the changes were made; not in a preview, and not where there are problems.
    public internal(set) var applied = false
    /// Lines read, without the heading.
    public let lines: Int
    public let unchanged: Int
    public let changes: [Change]
    public let problems: [LineProblem]
}
