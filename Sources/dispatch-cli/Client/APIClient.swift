import Curl
import Foundation
import Synchronization

/// The marketplace's API as the terminal uses it: addresses, the token, JSON, and problem details as sentences.
struct APIClient: Sendable {
    var connection: Connection
    var http = HTTPClient(userAgent: "dispatch-cli")

    /// An answer, decoded and as it came.
    struct Answer<Value: Sendable>: Sendable {
        var value: Value
        /// The bytes of the answer, for `--json`.
        var json: Data
    }

    func get<Value: Decodable & Sendable>(_ path: String, query: [String: String?] = [:], as type: Value.Type = Value.self)
        async throws
        -> Answer<Value>
    {
        try await call("GET", path, query: query)
    }

    func call<Value: Decodable & Sendable>(
        _ method: String, _ path: String, query: [String: String?] = [:], body: (any Encodable & Sendable)? = nil,
        as type: Value.Type = Value.self
    ) async throws -> Answer<Value> {
        try decoded(try await send(method, path, query: query, body: try body.map(Self.encoded)), from: "\(method) \(path)")
    }

    /// Sends JSON as it stands.
    func call<Value: Decodable & Sendable>(_ method: String, _ path: String, json: Data, as type: Value.Type = Value.self)
        async throws -> Answer<Value>
    {
        try decoded(try await send(method, path, query: [:], body: json), from: "\(method) \(path)")
    }

    /// For calls that answer with a status alone.
    func callWithoutAnswer(_ method: String, _ path: String) async throws {
        _ = try await send(method, path, query: [:], body: nil)
    }

    private static func encoded(_ body: any Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(body)
    }

    private func decoded<Value: Decodable & Sendable>(_ response: HTTPClient.Response, from call: String) throws -> Answer<Value>
    {
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return Answer(value: try decoder.decode(Value.self, from: response.body), json: response.body)
        } catch {
            throw Failure.notDone(
                "The answer to \(call) is not what this dispatch-cli understands; are both of one version? (\(error))")
        }
    }

    /// All pages of a list, in order.
    func all<Item: Codable & Sendable>(_ path: String, query: [String: String?] = [:], of type: Item.Type = Item.self)
        async throws -> [Item]
    {
        var items: [Item] = []
        var cursor: String?
        repeat {
            var query = query
            query["limit"] = "100"
            query["cursor"] = cursor
            let page: Page<Item> = try await get(path, query: query).value
            items += page.items
            cursor = page.next
        } while cursor != nil
        return items
    }

    /// Sends a file and decodes the answer. It may take as long as it takes.
    func upload<Value: Decodable & Sendable>(_ bytes: Data, to path: String, query: [String: String?]) async throws -> Value {
        var request = try request("POST", path, query: query)
        request.headers.append("Content-Type: text/csv")
        // curl would otherwise ask first whether it may send a large body, and wait a second for an answer that does not come.
        request.headers.append("Expect:")
        request.body = bytes
        var patient = http
        patient.timeout = 3600
        let response = try await patient.send(request)
        guard (200..<300).contains(response.status) else { throw Self.failure(of: response) }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Value.self, from: response.body)
    }

    /// Asks for an answer of server-sent events and hands each on as it comes. It may take as long as it takes.
    ///
    /// - Parameter receive: called on another thread with an event's name and data; `false` hangs up.
    /// - Throws: `CancellationError` after hanging up.
    func events(
        _ method: String, _ path: String, body: some Encodable & Sendable, receive: @escaping @Sendable (ServerSentEvent) -> Bool
    ) async throws {
        var request = try request(method, path, query: [:])
        request.body = try Self.encoded(body)
        request.headers.append("Content-Type: application/json")
        request.headers.append("Expect:")
        var patient = http
        patient.timeout = 24 * 3600
        let reader = Mutex(ServerSentEventReader())
        do {
            let response = try await patient.send(request) { piece in
                reader.withLock { $0.take(piece) }.allSatisfy(receive)
            }
            guard (200..<300).contains(response.status) else { throw Self.failure(of: response) }
        } catch let error as HTTPClientError {
            throw Failure.notDone("\(error) Is the service running (make run), and is --url right?")
        }
    }

    /// The bytes of a file that the service gives.
    func bytes(_ path: String) async throws -> Data {
        let response = try await http.send(try request("GET", path, query: [:]))
        guard (200..<300).contains(response.status) else { throw Self.failure(of: response) }
        return response.body
    }

    private func request(_ method: String, _ path: String, query: [String: String?]) throws -> HTTPClient.Request {
        guard var components = URLComponents(string: connection.url), components.host != nil else {
            throw Failure.badInput("'\(connection.url)' is not a usable address; it looks like https://host:port.")
        }
        components.path += path
        let items = query.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
        if !items.isEmpty {
            components.queryItems = items.sorted { $0.name < $1.name }
            components.percentEncodedQuery = components.percentEncodedQuery?.replacingOccurrences(of: "+", with: "%2B")
        }
        var request = HTTPClient.Request(method: method, url: components.string ?? connection.url + path)
        request.headers.append("Accept: application/json")
        request.headers.append("Accept-Language: en")
        if let token = connection.token { request.headers.append("Authorization: Bearer \(token)") }
        return request
    }

    private func send(_ method: String, _ path: String, query: [String: String?], body: Data?) async throws
        -> HTTPClient.Response
    {
        var request = try request(method, path, query: query)
        if let body {
            request.body = body
            request.headers.append("Content-Type: application/json")
        } else if method != "GET" {
            request.body = Data()
        }
        let response: HTTPClient.Response
        do {
            response = try await http.send(request)
        } catch let error as HTTPClientError {
            throw Failure.notDone("\(error) Is the service running (make run), and is --url right?")
        }
        guard (200..<300).contains(response.status) else { throw Self.failure(of: response) }
        return response
    }

    private static func failure(of response: HTTPClient.Response) -> Failure {
        let problem = try? JSONDecoder().decode(Problem.self, from: response.body)
        let detail = problem?.detail ?? "The service answered with status \(response.status)."
        switch response.status {
        case 401: return .notDone("\(detail) Sign in with: dispatch-cli login")
        case 400, 422: return .badInput(detail)
        default: return .notDone(detail)
        }
    }

    private struct Problem: Decodable {
        var detail: String
    }

    private struct Page<Item: Decodable & Sendable>: Decodable, Sendable {
        var items: [Item]
        var next: String?
    }
}
