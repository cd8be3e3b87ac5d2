import Curl
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Fetching from addresses that others wrote")
struct FetchTests {
    private let client = HTTPClient(userAgent: "Test", connectTimeout: 5, timeout: 20)

    /// This machine and no other place.
    private func limits(mostBytes: Int = 100, _ allowed: Set<NetworkAddress> = [.v4(0x7F00_0001)]) -> FetchLimits {
        FetchLimits(mostBytes: mostBytes, mayConnect: { allowed.contains($0) })
    }

    @Test("what is there comes, through redirects, too")
    func fetches() async throws {
        let server = try RecordedServer(answering: { request in
            request.path == "/far"
                ? .init(status: 302, headers: ["Location": "/near"]) : .init(body: Array("here".utf8))
        })
        defer { server.stop() }
        #expect(try await client.fetch("\(server.address)/far", within: limits()) == Data("here".utf8))
        #expect(server.requests.map(\.path) == ["/far", "/near"])
    }

    @Test(
        "a network that is not public is never asked, whatever the name or the redirect",
        arguments: ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"])
    func privateNetworks(host: String) async throws {
        let server = try RecordedServer(answering: { _ in .init(body: Array("secret".utf8)) })
        defer { server.stop() }
        let address = server.address.replacing("127.0.0.1", with: host)
        await #expect(throws: FetchProblem.forbidden) { try await client.fetch(address, within: FetchLimits(mostBytes: 100)) }
        #expect(server.requests.isEmpty)
    }

    @Test(
        "a redirect is judged as an address is",
        arguments: ["http://127.0.0.2:%/", "http://169.254.169.254/latest/meta-data", "http://[::1]:%/"])
    func redirects(target: String) async throws {
        let port = Mutex("")
        let server = try RecordedServer(answering: { request in
            request.path == "/"
                ? .init(body: Array("secret".utf8))
                : .init(status: 301, headers: ["Location": target.replacing("%", with: port.withLock { $0 })])
        })
        defer { server.stop() }
        port.withLock { $0 = String(server.address.split(separator: ":").last ?? "") }
        await #expect(throws: FetchProblem.forbidden) {
            try await client.fetch("\(server.address)/far", within: limits())
        }
        #expect(server.requests.map(\.path) == ["/far"])
    }

    @Test(
        "files, other schemes and nonsense are no addresses",
        arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://", ""])
    func schemes(address: String) async throws {
        await #expect(throws: FetchProblem.badAddress) { try await client.fetch(address, within: limits()) }
        let server = try RecordedServer(answering: { _ in .init(status: 302, headers: ["Location": "file:///etc/passwd"]) })
        defer { server.stop() }
        await #expect(throws: FetchProblem.badAddress) { try await client.fetch(server.address, within: limits()) }
    }

    @Test("too many bytes, too many redirects and what a server refuses are told apart")
    func problems() async throws {
        let server = try RecordedServer(answering: { request in
            switch request.path {
            case "/large": .init(body: [UInt8](repeating: 1, count: 101))
            case "/fits": .init(body: [UInt8](repeating: 1, count: 100))
            case "/circle": .init(status: 302, headers: ["Location": "/circle"])
            default: .init(status: 404)
            }
        })
        defer { server.stop() }
        #expect(try await client.fetch("\(server.address)/fits", within: limits()).count == 100)
        for (path, problem) in [("large", FetchProblem.tooLarge), ("circle", .tooManyRedirects), ("gone", .status(404))] {
            await #expect(throws: problem) { try await client.fetch("\(server.address)/\(path)", within: limits()) }
        }
        server.stop()
        await #expect(throws: FetchProblem.noAnswer) { try await client.fetch("http://127.0.0.1:1/", within: limits()) }
    }

    @Test("fetching ends when its task is cancelled")
    func cancellation() async throws {
        let (asked, asking) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        let server = try RecordedServer(answering: { _ in
            asking.yield()
            gate.wait()
            return .init()
        })
        defer {
            gate.signal()
            server.stop()
        }
        let task = Task { try await client.fetch(server.address, within: limits()) }
        for await _ in asked { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(
        "private, local, shared, documentation and reserved addresses are not public",
        arguments: [
            ("1.1.1.1", true), ("93.184.216.34", true), ("172.15.255.255", true), ("172.32.0.0", true), ("100.63.255.255", true),
            ("100.128.0.0", true), ("11.0.0.0", true), ("192.167.255.255", true), ("223.255.255.255", true), ("0.0.0.0", false),
            ("10.1.2.3", false), ("100.64.0.1", false), ("127.0.0.1", false), ("169.254.169.254", false), ("172.16.0.1", false),
            ("172.31.255.255", false), ("192.0.0.8", false), ("192.168.1.1", false), ("198.18.0.1", false),
            ("198.51.100.1", false),
            ("203.0.113.1", false), ("224.0.0.1", false), ("255.255.255.255", false),
            ("2a00:1450:4001::1", true), ("2606:4700::1111", true), ("::", false), ("::1", false), ("::ffff:10.0.0.1", false),
            ("64:ff9b::7f00:1", false), ("fe80::1", false), ("fd00::1", false), ("ff02::1", false), ("2002:7f00:1::", false),
            ("2001::1", false), ("2001:db8::1", false), ("3fff::1", false), ("fec0::1", false),
        ])
    func publicAddresses(text: String, isPublic: Bool) throws {
        var (four, six) = (in_addr(), in6_addr())
        let address: NetworkAddress
        if inet_pton(AF_INET, text, &four) == 1 {
            address = .v4(UInt32(bigEndian: four.s_addr))
        } else {
            try #require(inet_pton(AF_INET6, text, &six) == 1)
            address = .v6(withUnsafeBytes(of: six) { Array($0) })
        }
        #expect(address.isPublic == isPublic)
    }
}
