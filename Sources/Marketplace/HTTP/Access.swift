import Accounts
import HTTPTypes

/// Who may call a route. Every route declares one; there is no default.
enum Access: Sendable, Hashable {
    /// Anyone, signed in or not.
    case everyone
    /// Whoever knows the unguessable code in the path: a cart's id, an order's tracking code.
    case holderOfCode
    /// Anyone with a valid token.
    case signedIn
    /// Accounts with at least one of these roles.
    case roles(Set<Role>)

    static func role(_ role: Role) -> Access { .roles([role]) }

    /// Dispatchers, and operators, who may do what dispatchers do.
    static let dispatch = Access.roles([.dispatcher, .operator])

    /// - Throws: 401 when a token is needed and there is none, 403 when the account lacks the role.
    func authorise(_ principal: Principal?) throws {
        switch self {
        case .everyone, .holderOfCode:
            return
        case .signedIn:
            guard principal != nil else { throw ProblemDetails.tokenNeeded }
        case .roles(let allowed):
            guard let principal else { throw ProblemDetails.tokenNeeded }
            guard allowed.contains(where: principal.has) else {
                let names = allowed.map(\.rawValue).sorted().joined(separator: " or ")
                throw ProblemDetails(.forbidden, code: "role-missing", detail: "This needs the role \(names).")
            }
        }
    }
}
