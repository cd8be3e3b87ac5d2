import Testing

@testable import Database

/// The order of answers, cancellation and loss on one connection, without one.
@Suite struct PipelineStateTests {
    private typealias State = PipelineState<String, Int>
    private let now = ContinuousClock.now
    private let refused = DatabaseError(.server, "no", sqlState: .syntaxError)
    private let stopped = DatabaseError(.server, "canceling statement due to user request", sqlState: .queryCancelled)

    /// What an action says, in words that can be compared.
    private func words(_ action: State.Action?) -> String {
        switch action {
        case nil: "nothing"
        case .complete(let ticket, .success(let value), _): "\(ticket): \(value)"
        case .complete(let ticket, .failure(let error), let unprepared):
            "\(ticket): \(error.message)\(unprepared ? ", unprepared" : "")"
        case .discard(let ticket, _): "discard \(ticket)"
        case .resend(let ticket): "resend \(ticket)"
        }
    }

    private func words(_ cancellation: State.Cancellation) -> String {
        switch cancellation {
        case .tooLate: "too late"
        case .release(let ticket): "release \(ticket)"
        case .releaseAndRequestCancel(let ticket): "release \(ticket) and cancel"
        }
    }

    private func pipeline(_ tickets: String..., isPreparing: Bool = false) -> State {
        var state = State()
        for (index, ticket) in tickets.enumerated() { state.sent(UInt64(index + 1), ticket, isPreparing: isPreparing, at: now) }
        return state
    }

    @Test func `answers go to those who asked, in order, at their sync points`() {
        var state = pipeline("a", "b")
        #expect(words(state.received(.reply(.success(1)))) == "nothing")
        #expect(words(state.received(.sync)) == "a: 1")
        #expect(words(state.received(.reply(.success(2)))) == "nothing")
        #expect(words(state.received(.sync)) == "b: 2")
        #expect(state.isEmpty)
    }

    @Test func `a preparation's answer is not the statement's`() {
        var state = pipeline("a", isPreparing: true)
        _ = state.received(.reply(.success(0)))
        _ = state.received(.reply(.success(7)))
        #expect(words(state.received(.sync)) == "a: 7")
    }

    @Test func `a statement that ran and whose commit fails has failed`() {
        var state = pipeline("a", "b")
        _ = state.received(.reply(.success(1)))
        _ = state.received(.reply(.failure(refused)))
        #expect(words(state.received(.sync)) == "a: no")
        _ = state.received(.reply(.success(2)))
        #expect(words(state.received(.sync)) == "b: 2")
    }

    @Test func `a failed preparation fails its statement alone`() {
        var state = pipeline("a", "b")
        state = State()
        state.sent(1, "a", isPreparing: true, at: now)
        state.sent(2, "b", isPreparing: false, at: now)
        _ = state.received(.reply(.failure(refused)))
        _ = state.received(.skipped)
        #expect(words(state.received(.sync)) == "a: no, unprepared")
        _ = state.received(.reply(.success(5)))
        #expect(words(state.received(.sync)) == "b: 5")
    }

    @Test func `who gives up while the server runs another statement only lets go`() {
        var state = pipeline("a", "b")
        #expect(words(state.cancel(2)) == "release b")
        #expect(!state.isCancelRequestUnderWay)
        #expect(words(state.cancel(2)) == "too late")
        _ = state.received(.reply(.success(1)))
        #expect(words(state.received(.sync)) == "a: 1")
        // Now b is what the server runs.
        #expect(state.mustRequestCancel() == true)
        #expect(state.mustRequestCancel() == false)
        _ = state.received(.reply(.failure(stopped)))
        #expect(words(state.received(.sync)) == "discard b")
    }

    @Test func `who gives up a running statement has it cancelled`() {
        var state = pipeline("a")
        #expect(words(state.cancel(1)) == "release a and cancel")
        #expect(state.isCancelRequestUnderWay)
        _ = state.received(.reply(.failure(stopped)))
        #expect(words(state.received(.sync)) == "discard a")
    }

    @Test func `a neighbour hit by a late cancel request is sent again, not failed`() {
        var state = pipeline("a", "b")
        _ = state.cancel(1)
        _ = state.received(.reply(.success(1)))
        #expect(words(state.received(.sync)) == "discard a")
        _ = state.received(.reply(.failure(stopped)))
        #expect(words(state.received(.sync)) == "resend b")
    }

    @Test func `a neighbour is sent again even if the request was over before the first answer was read`() {
        var state = pipeline("a", "b", "c")
        _ = state.cancel(1)
        state.cancelRequestFinished()
        _ = state.received(.reply(.success(1)))
        _ = state.received(.sync)
        _ = state.received(.reply(.success(2)))
        #expect(words(state.received(.sync)) == "b: 2")
        _ = state.received(.reply(.failure(stopped)))
        #expect(words(state.received(.sync)) == "resend c")
    }

    @Test func `a statement that somebody else cancels fails`() {
        var state = pipeline("a")
        _ = state.received(.reply(.failure(stopped)))
        #expect(words(state.received(.sync)) == "a: canceling statement due to user request")
    }

    @Test func `a finished cancel request is repeated only while its statement still runs`() {
        var state = pipeline("a", "b")
        _ = state.cancel(1)
        state.cancelRequestFinished()
        #expect(state.mustRequestCancel() == true)
        state.cancelRequestFinished()
        _ = state.received(.reply(.failure(stopped)))
        _ = state.received(.sync)
        #expect(state.mustRequestCancel() == false)
    }

    @Test func `overdue statements are those still waited for`() {
        var state = State()
        for number in 0..<4 { state.sent(UInt64(number), "\(number)", isPreparing: false, at: now + .seconds(number)) }
        _ = state.cancel(1)
        #expect(state.overdue(sentBefore: now + .seconds(3)) == [0, 2])
        #expect(state.oldestSent == now)
    }

    @Test func `a loss hands back everybody who waits, with what the server said last`() {
        var state = pipeline("a", "b", "c")
        _ = state.cancel(2)
        _ = state.received(.reply(.failure(refused)))
        let waiting = state.lost()
        #expect(waiting.map(\.ticket) == ["a", "c"])
        if case .failure(let error)? = waiting[0].reply { #expect(error.message == "no") } else { Issue.record("a had a reply") }
        #expect(waiting[1].reply == nil)
        #expect(state.isEmpty)
    }

    @Test func `an answer nobody asked for changes nothing`() {
        var state = State()
        #expect(words(state.received(.reply(.success(1)))) == "nothing")
        #expect(words(state.received(.sync)) == "nothing")
    }
}

@Suite struct StatementCacheTests {
    private func key(_ text: String, _ types: [UInt32] = []) -> StatementCache.Key { .init(text: text, types: types) }

    @Test func `a statement is prepared once for each text and parameter types`() {
        var cache = StatementCache(capacity: 4)
        #expect(cache.use(key("SELECT $1", [23])).isNew)
        #expect(!cache.use(key("SELECT $1", [23])).isNew)
        #expect(cache.use(key("SELECT $1", [25])).isNew)
    }

    @Test func `the one unused for longest makes room`() {
        var cache = StatementCache(capacity: 2)
        let first = cache.use(key("a")).name
        let second = cache.use(key("b")).name
        _ = cache.use(key("a"))
        #expect(cache.use(key("c")).evicted == second)
        #expect(cache.use(key("a")) == .init(name: first, isNew: false, evicted: nil))
        #expect(cache.count == 2)
    }

    @Test func `two connections never give a statement the same name`() {
        var one = StatementCache(capacity: 2)
        var other = StatementCache(capacity: 2)
        #expect(one.use(key("a")).name != other.use(key("b")).name)
    }

    @Test func `a forgotten statement gets a new name`() {
        var cache = StatementCache(capacity: 2)
        let old = cache.use(key("a")).name
        cache.forget(key("a"))
        let again = cache.use(key("a"))
        #expect(again.isNew && again.name != old)
    }
}
