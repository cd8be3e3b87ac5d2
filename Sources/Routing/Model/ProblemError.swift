/// What is wrong with a problem, and where. The description is one sentence that names both.
public struct ProblemError: Error, Sendable, Hashable, CustomStringConvertible {
    public var subject: Subject
    public var reason: Reason

    public init(_ subject: Subject, _ reason: Reason) {
        self.subject = subject
        self.reason = reason
    }

    /// The part of the problem that is wrong; numbers are the caller's own for vehicles and requests, indices for the rest.
    public enum Subject: Sendable, Hashable {
        case problem
        case matrix(Int)
        case hub(Int)
        case vehicle(Int)
        case job(Int)
        case pickup(Int)
        case dropoff(Int)
    }

    public enum Reason: Sendable, Hashable {
        case noMatrix
        case matrixSizes
        case negativeTravel(from: Int, to: Int)
        case coordinateCount(Int, locations: Int)
        case dimensionCount(Int, expected: Int, of: String)
        case negative(String)
        case tooLarge(String)
        case unknownLocation(Int, locations: Int)
        case unknownHub(Int, hubs: Int)
        case unknownProfile(Int, profiles: Int)
        case unknownStop(Stop)
        case repeatedID
        case repeatedStop(Stop)
        case speedFactor(Double)
        case noWindow(of: String)
        case windowOrder(of: String)
        case battery
        case priority(Int)
        case dropoffBeforePickup(pair: Int)
    }

    public var description: String {
        "\(subject.description): \(reason.description)"
    }
}

extension ProblemError.Subject: CustomStringConvertible {
    public var description: String {
        switch self {
        case .problem: "the problem"
        case .matrix(let index): "matrix \(index)"
        case .hub(let index): "hub \(index)"
        case .vehicle(let id): "vehicle \(id)"
        case .job(let id): "job \(id)"
        case .pickup(let id): "pick-up \(id)"
        case .dropoff(let id): "drop-off \(id)"
        }
    }
}

extension ProblemError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noMatrix: "there is no travel matrix"
        case .matrixSizes: "the travel matrices differ in size"
        case .negativeTravel(let from, let to): "the way from location \(from) to \(to) has a negative entry"
        case .coordinateCount(let count, let locations): "there are \(count) coordinates for \(locations) locations"
        case .dimensionCount(let count, let expected, let what): "\(what) has \(count) dimensions where \(expected) are expected"
        case .negative(let what): "\(what) is negative"
        case .tooLarge(let what): "\(what) is too large to be added up exactly"
        case .unknownLocation(let location, let locations): "there is no location \(location), only 0 to \(locations - 1)"
        case .unknownHub(let hub, let hubs):
            hubs == 0 ? "there is no hub \(hub), nor any" : "there is no hub \(hub), only 0 to \(hubs - 1)"
        case .unknownProfile(let profile, let profiles): "there is no matrix \(profile), only 0 to \(profiles - 1)"
        case .unknownStop(let stop): "\(stop.description) does not exist"
        case .repeatedID: "the number is used twice"
        case .repeatedStop(let stop): "\(stop.description) is listed twice among locked or among planned stops"
        case .speedFactor(let factor): "a speed factor of \(factor) is not between 0.01 and 100"
        case .noWindow(let what): "\(what) has no time window"
        case .windowOrder(let what): "the time windows of \(what) are not ascending and disjoint"
        case .battery: "the battery's charge or reserve is more than its capacity"
        case .priority(let priority): "the priority \(priority) is not between 0 and 100"
        case .dropoffBeforePickup(let pair): "the locked stops drop pair \(pair) off without having picked it up"
        }
    }
}

extension Stop: CustomStringConvertible {
    public var description: String {
        switch self {
        case .job(let index): "job at index \(index)"
        case .pickup(let index): "pick-up of the pair at index \(index)"
        case .dropoff(let index): "drop-off of the pair at index \(index)"
        case .reload(let hub): "reload at hub \(hub)"
        case .rest(let index): "break at index \(index)"
        }
    }
}
