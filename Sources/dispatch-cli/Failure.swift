/// Why a command ended without doing what it was asked: one plain sentence, and the exit code.
struct Failure: Error, CustomStringConvertible, Equatable {
    enum Kind: Int32 {
        /// The service could not be reached or said no.
        case notDone = 1
        /// The call or its input is wrong.
        case badInput = 2
    }

    var kind: Kind
    var description: String

    var exitCode: Int32 { kind.rawValue }

    static func notDone(_ description: String) -> Failure { Failure(kind: .notDone, description: description) }
    static func badInput(_ description: String) -> Failure { Failure(kind: .badInput, description: description) }
}
