import TestSupport
import Testing

@testable import Database

/// The pool's rules, without a server, a socket or a clock.
@Suite struct PoolStateTests {
    private let start = ContinuousClock.now

    private func state(connections: Int = 2, streams: Int = 1) -> PoolState {
        PoolState(
            limits: PoolState.Limits(
                connections: connections, streams: streams, leaseTimeout: .seconds(10), idleTimeout: .seconds(60)))
    }

    @Test func `the first waiter opens a connection and gets it`() {
        var pool = state()
        #expect(pool.leaseNow() == nil)
        #expect(pool.wait(1, now: start) == [.connect(0, after: .zero)])
        #expect(pool.connected(0, now: start) == [.grant(1, 0)])
        #expect(pool.release(0, now: start) == [])
        #expect(pool.leaseNow() == 0)
    }

    @Test func `no more connections than allowed, and waiters are served in their order`() {
        var pool = state(connections: 2)
        #expect(pool.wait(1, now: start) == [.connect(0, after: .zero)])
        #expect(pool.wait(2, now: start) == [.connect(1, after: .zero)])
        #expect(pool.wait(3, now: start) == [])
        #expect(pool.wait(4, now: start) == [])
        #expect(pool.connected(1, now: start) == [.grant(1, 1)])
        #expect(pool.connected(0, now: start) == [.grant(2, 0)])
        #expect(pool.leaseNow() == nil)
        #expect(pool.release(0, now: start) == [.grant(3, 0)])
        #expect(pool.usage == PoolState.Usage(open: 2, used: 2, waiting: 1))
    }

    @Test func `nobody overtakes a waiter`() {
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        _ = pool.connected(0, now: start)
        _ = pool.wait(2, now: start)
        #expect(pool.leaseNow() == nil)
        #expect(pool.release(0, now: start) == [.grant(2, 0)])
    }

    @Test func `connections are shared when there can be no more of them, the least used first`() {
        var pool = state(connections: 2, streams: 3)
        _ = pool.wait(1, now: start)
        #expect(pool.connected(0, now: start) == [.grant(1, 0)])
        #expect(pool.leaseNow() == nil)
        #expect(pool.wait(2, now: start) == [.connect(1, after: .zero)])
        #expect(pool.connected(1, now: start) == [.grant(2, 1)])
        let leased = (0..<4).map { _ in pool.leaseNow() }
        #expect(leased == [0, 1, 0, 1])
        #expect(pool.leaseNow() == nil)
    }

    @Test func `nothing is queued behind a statement that takes long`() {
        var pool = state(connections: 2, streams: 3)
        _ = pool.wait(1, now: start)
        _ = pool.connected(0, now: start)
        _ = pool.wait(2, now: start)
        _ = pool.connected(1, now: start)
        let besides = (0..<3).map { _ in pool.leaseNow(isStalled: { $0 == 0 }) }
        #expect(besides == [1, 1, nil])
        #expect(pool.leaseNow(isStalled: { _ in false }) == 0)
    }

    @Test func `a waiter that has waited too long is told, with the reason if the server is away`() {
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        _ = pool.wait(2, now: start + .seconds(5))
        #expect(pool.nextDeadline == start + .seconds(10))
        #expect(pool.expire(now: start + .seconds(9)) == [])
        #expect(pool.expire(now: start + .seconds(10)) == [.fail(1, .timeout(lastConnectFailure: nil))])
        #expect(pool.connectFailed(0, reason: "refused", isPermanent: false) == [.connect(0, after: .milliseconds(50))])
        #expect(pool.expire(now: start + .seconds(15)) == [.fail(2, .timeout(lastConnectFailure: "refused"))])
        #expect(pool.nextDeadline == nil)
    }

    @Test func `attempts to connect back off up to the longest pause and start afresh after a success`() {
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        var pauses: [Duration] = []
        for _ in 0..<9 {
            guard case .connect(0, let pause)? = pool.connectFailed(0, reason: "no", isPermanent: false).first else { break }
            pauses.append(pause)
        }
        #expect(pauses.prefix(4) == [.milliseconds(50), .milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(pauses.count == 9 && pauses.last == .seconds(5))
        #expect(pool.connected(0, now: start) == [.grant(1, 0)])
        _ = pool.lost(0)
        #expect(pool.wait(2, now: start) == [.connect(0, after: .zero)])
    }

    @Test func `a refusal that will not change fails all waiters at once`() {
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        _ = pool.wait(2, now: start)
        #expect(
            pool.connectFailed(0, reason: "no such database", isPermanent: true)
                == [.fail(1, .refused("no such database")), .fail(2, .refused("no such database"))])
    }

    @Test func `a waiter that gives up is passed over`() {
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        _ = pool.connected(0, now: start)
        _ = pool.wait(2, now: start)
        _ = pool.wait(3, now: start)
        #expect(pool.cancel(2) == true)
        #expect(pool.cancel(2) == false)
        #expect(pool.release(0, now: start) == [.grant(3, 0)])
    }

    @Test func `a lost connection is replaced when somebody waits`() {
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        _ = pool.connected(0, now: start)
        _ = pool.wait(2, now: start)
        #expect(pool.lost(0) == [.connect(0, after: .zero)])
        #expect(pool.release(0, now: start) == [])
        #expect(pool.connected(0, now: start) == [.grant(2, 0)])
    }

    @Test func `unused connections are closed after the idle time, used ones are not`() {
        var pool = state(connections: 2)
        _ = pool.wait(1, now: start)
        _ = pool.wait(2, now: start)
        _ = pool.connected(0, now: start)
        _ = pool.connected(1, now: start)
        _ = pool.release(0, now: start + .seconds(10))
        #expect(pool.closeIdle(now: start + .seconds(69)) == [])
        #expect(pool.closeIdle(now: start + .seconds(70)) == [.close(0)])
    }

    @Test func `closing refuses newcomers, lets users finish and then is drained`() {
        var pool = state(connections: 2)
        _ = pool.wait(1, now: start)
        _ = pool.wait(2, now: start)
        _ = pool.connected(0, now: start)
        _ = pool.connected(1, now: start)
        _ = pool.wait(3, now: start)
        _ = pool.release(1, now: start)
        _ = pool.release(1, now: start)
        #expect(pool.close() == [.close(1)])
        #expect(pool.wait(4, now: start) == [.fail(4, .closed)])
        #expect(pool.leaseNow() == nil)
        #expect(pool.release(0, now: start) == [.close(0), .drained])
    }

    @Test func `closing an unused pool is drained at once, and a late connection is closed`() {
        var unused = state()
        #expect(unused.close() == [.drained])
        var pool = state(connections: 1)
        _ = pool.wait(1, now: start)
        #expect(pool.close() == [.fail(1, .closed)])
        #expect(pool.connected(0, now: start) == [.close(0), .drained])
    }

    @Test func `random histories never lease more than there is and never forget a waiter`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let streams = Int.random(in: 1...3, using: &random)
            let connections = Int.random(in: 1...3, using: &random)
            var pool = state(connections: connections, streams: streams)
            var leases = Array(repeating: 0, count: connections)
            var connecting: Set<Int> = []
            var waiting: Set<UInt64> = []
            var next: UInt64 = 0
            func apply(_ actions: [PoolState.Action]) {
                for action in actions {
                    switch action {
                    case .connect(let slot, _): connecting.insert(slot)
                    case .grant(let waiter, let slot):
                        #expect(waiting.remove(waiter) != nil, "seed \(seed)")
                        leases[slot] += 1
                    case .fail(let waiter, _): waiting.remove(waiter)
                    case .close(let slot): #expect(leases[slot] == 0, "seed \(seed)")
                    case .drained: break
                    }
                }
            }
            for _ in 0..<100 {
                switch Int.random(in: 0..<6, using: &random) {
                case 0:
                    if let slot = pool.leaseNow() { leases[slot] += 1 }
                case 1:
                    guard let slot = pool.leaseNow() else {
                        next += 1
                        waiting.insert(next)
                        apply(pool.wait(next, now: start))
                        continue
                    }
                    leases[slot] += 1
                case 2:
                    if let slot = connecting.popFirst() { apply(pool.connected(slot, now: start)) }
                case 3:
                    if let slot = connecting.popFirst() { apply(pool.connectFailed(slot, reason: "", isPermanent: false)) }
                case 4:
                    if let slot = leases.indices.filter({ leases[$0] > 0 }).randomElement(using: &random) {
                        leases[slot] -= 1
                        apply(pool.release(slot, now: start))
                    }
                default:
                    if let waiter = waiting.randomElement(using: &random) {
                        #expect(pool.cancel(waiter) == true, "seed \(seed)")
                        waiting.remove(waiter)
                    }
                }
                #expect(leases.allSatisfy { $0 <= streams }, "seed \(seed)")
                #expect(pool.usage.waiting == waiting.count, "seed \(seed)")
                #expect(
                    waiting.isEmpty || !connecting.isEmpty || leases.contains { $0 > 0 },
                    "nobody will serve the waiters; seed \(seed)")
            }
        }
    }
}
