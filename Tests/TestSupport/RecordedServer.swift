import Foundation
import Synchronization

/// A small HTTP server on this machine that gives recorded answers by the begin of the path, and remembers what it was asked.
public final class RecordedServer: Sendable {
    public struct Request: Sendable {
        public var path: String
        public var body: String
    }

    /// What comes back: JSON unless it says otherwise.
    public struct Answer: Sendable {
        public var status: Int
        public var headers: [String: String]
        public var body: [UInt8]

        public init(status: Int = 200, headers: [String: String] = ["Content-Type": "application/json"], body: [UInt8] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    private let socket: Int32
    private let answers: @Sendable (Request) -> Answer
    private let log = Mutex<[Request]>([])
    public let address: String

    public var requests: [Request] { log.withLock { $0 } }

    /// - Parameter answers: gives the body of each answer, as JSON.
    public convenience init(answers: @escaping @Sendable (Request) -> String) throws {
        try self.init(answering: { Answer(body: Array(answers($0).utf8)) })
    }

    public init(answering answers: @escaping @Sendable (Request) -> Answer) throws {
        self.answers = answers
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) == 0 && listen(socket, 16) == 0 && getsockname(socket, address, &size) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileWriteUnknown) }
        address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        Thread.detachNewThread { [self] in
            while case let connection = accept(socket, nil, nil), connection >= 0 { serve(connection) }
            // Closed here and not by ``stop()``: its number could be another server's before this thread knows.
            close(socket)
        }
    }

    public func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !Self.isWhole(bytes) {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return }
            bytes += buffer[..<count]
        }
        let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n\r\n")
        let words = parts[0].split(separator: " ")
        let request = Request(
            path: words.count > 1 ? String(words[1]) : "", body: parts.dropFirst().joined(separator: "\r\n\r\n"))
        log.withLock { $0.append(request) }
        let given = answers(request)
        let headers = given.headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        let head =
            "HTTP/1.1 \(given.status) Answer\r\n\(headers)Content-Length: \(given.body.count)\r\nConnection: close\r\n\r\n"
        let answer = Array(head.utf8) + given.body
        var sent = 0
        while sent < answer.count {
            let count = answer[sent...].withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let length =
            text[..<end.lowerBound].split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces)) } ?? 0
        return text[end.upperBound...].utf8.count >= length
    }
}
