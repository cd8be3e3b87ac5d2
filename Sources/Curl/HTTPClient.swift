internal import CCurl
import Dispatch
public import Foundation

/// One HTTP exchange at a time over libcurl: the one way in which programs of ours call other servers.
public struct HTTPClient: Sendable {
    public struct Request: Sendable {
        public var method: String
        public var url: String
        /// Whole lines, such as `Accept: application/json`.
        public var headers: [String]
        public var body: Data?

        public init(method: String = "GET", url: String, headers: [String] = [], body: Data? = nil) {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    public struct Response: Sendable {
        public var status: Int
        public var body: Data
    }

    /// What the program calls itself in the request.
    public var userAgent: String
    /// Seconds until the server must have taken the connection.
    public var connectTimeout: Int
    /// Seconds until it must have answered.
    public var timeout: Int

    public init(userAgent: String, connectTimeout: Int = 5, timeout: Int = 60) {
        self.userAgent = userAgent
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }

    /// Sends a request and waits for the whole answer, on a thread of its own.
    /// - Throws: ``HTTPClientError`` in words when there is no answer.
    public func send(_ request: Request) async throws -> Response {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try perform(request) })
            }
        }
    }

    /// Sends a request and hands the answer's bytes on as they come, for an answer that lasts; they are in the response, too.
    ///
    /// - Parameter receive: called on another thread; `false` hangs up.
    /// - Throws: ``HTTPClientError`` in words when there is no answer, `CancellationError` after hanging up.
    public func send(_ request: Request, receive: @escaping @Sendable (Data) -> Bool) async throws -> Response {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try perform(request, receive: receive) })
            }
        }
    }

    /// What has come of an answer, and who else is told.
    private struct Intake {
        var body = Data()
        let receive: (@Sendable (Data) -> Bool)?

        /// - Returns: whether more is wanted.
        mutating func take(_ piece: Data) -> Bool {
            body.append(piece)
            return receive?(piece) ?? true
        }
    }

    private func perform(_ request: Request, receive: (@Sendable (Data) -> Bool)? = nil) throws -> Response {
        guard let handle = curl_easy_init() else { throw HTTPClientError("libcurl could not be started.") }
        defer { curl_easy_cleanup(handle) }
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for header in request.headers { list = curl_slist_append(list, header) }

        _ = ccurl_set_string(handle, CURLOPT_URL, request.url)
        _ = ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
        _ = ccurl_set_string(handle, CURLOPT_USERAGENT, userAgent)
        _ = ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_list(handle, CURLOPT_HTTPHEADER, list)
        _ = ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT, connectTimeout)
        _ = ccurl_set_long(handle, CURLOPT_TIMEOUT, timeout)
        _ = ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)

        var intake = Intake(receive: receive)
        let code = withUnsafeMutablePointer(to: &intake) { destination in
            _ = ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, destination in
                guard let bytes, let destination else { return 0 }
                let piece = Data(bytes: bytes, count: size * count)
                return destination.assumingMemoryBound(to: Intake.self).pointee.take(piece) ? size * count : 0
            }
            _ = ccurl_set_pointer(handle, CURLOPT_WRITEDATA, destination)
            guard let body = request.body else { return curl_easy_perform(handle) }
            return body.withUnsafeBytes { bytes in
                _ = ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
                _ = ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
                return curl_easy_perform(handle)
            }
        }
        if code == CURLE_WRITE_ERROR, receive != nil { throw CancellationError() }
        guard code == CURLE_OK else {
            throw HTTPClientError(Self.explanation(of: code, url: request.url))
        }
        var status = 0
        _ = ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return Response(status: status, body: intake.body)
    }

    private static func explanation(of code: CURLcode, url: String) -> String {
        let server =
            URL(string: url).flatMap { url in url.host.map { "\(url.scheme ?? "http")://\($0)\(url.port.map { ":\($0)" } ?? "")" }
            } ?? url
        switch code {
        case CURLE_COULDNT_CONNECT: return "Nothing answers at \(server)."
        case CURLE_COULDNT_RESOLVE_HOST: return "The name of \(server) is not known."
        case CURLE_OPERATION_TIMEDOUT: return "\(server) did not answer in time."
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return "'\(url)' is not a usable address; it looks like https://host:port."
        default: return "\(server) could not be reached: \(String(cString: curl_easy_strerror(code)))."
        }
    }
}

/// Why there was no answer, in one sentence.
public struct HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    public var description: String

    init(_ description: String) {
        self.description = description
    }
}
