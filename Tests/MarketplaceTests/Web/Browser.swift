import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Marketplace

/// A person in front of the pages: keeps cookies, fills in forms, runs no script.
final class Browser {
    private let marketplace: MarketplaceClient
    private(set) var cookies: [String: String] = [:]
    /// The last `Set-Cookie` lines, by name.
    private(set) var cookieLines: [String: String] = [:]

    init(_ marketplace: MarketplaceClient) {
        self.marketplace = marketplace
    }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> MarketplaceClient.Answer {
        try await send(.get, path, body: nil, headers: headers)
    }

    func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> MarketplaceClient.Answer {
        try await send(.post, path, body: QueryString(fields).text, headers: [.contentType: "application/x-www-form-urlencoded"])
    }

    func upload(_ path: String, file: String, name: String = "katalog.csv") async throws -> MarketplaceClient.Answer {
        let body =
            "--grenze\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/csv\r\n\r\n"
            + "\(file)\r\n--grenze--\r\n"
        return try await send(.post, path, body: body, headers: [.contentType: "multipart/form-data; boundary=grenze"])
    }

    /// Sends a form that has to lead somewhere, and goes there.
    func submit(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> MarketplaceClient.Answer {
        let answer = try await post(path, fields)
        #expect(answer.status == .seeOther, "\(answer.text)")
        return try await get(try #require(answer.headers[.location]))
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, body: String?, headers: HTTPFields) async throws
        -> MarketplaceClient.Answer
    {
        var headers = headers
        headers[.accept] = "text/html"
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        let answer = try await marketplace.send(method, path, body: body, headers: headers)
        for line in answer.headers[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = pair.first else { continue }
            cookieLines[name] = line
            cookies[name] = pair.count == 2 && !line.contains("Max-Age=0") ? pair[1] : nil
        }
        return answer
    }
}

extension MarketplaceClient.Answer {
    /// The text right behind `start`, up to `end`.
    func between(_ start: String, _ end: String) throws -> String {
        let from = try #require(text.range(of: start), "'\(start)' is not in \(text)").upperBound
        let to = try #require(text.range(of: end, range: from..<text.endIndex)).lowerBound
        return String(text[from..<to])
    }
}
