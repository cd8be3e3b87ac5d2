import CCurl
import Dispatch
import Foundation

/// One HTTP exchange at a time over libcurl.
struct HTTPClient: Sendable {
    struct Request: Sendable {
        var method: String
        var url: String
        var headers: [String] = []
        var body: Data?
    }

    struct Response: Sendable {
        var status: Int
        var body: Data
    }

    /// Seconds until the server must have taken the connection, and until it must have answered.
    var connectTimeout = 5
    var timeout = 60

    /// Sends a request and waits for the whole answer, on a thread of its own.
    /// - Throws: ``Failure`` in words when there is no answer.
    func send(_ request: Request) async throws -> Response {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try perform(request) })
            }
        }
    }

    private func perform(_ request: Request) throws -> Response {
        guard let handle = curl_easy_init() else { throw Failure.notDone("libcurl could not be started.") }
        defer { curl_easy_cleanup(handle) }
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for header in request.headers { list = curl_slist_append(list, header) }

        _ = ccurl_set_string(handle, CURLOPT_URL, request.url)
        _ = ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
        _ = ccurl_set_string(handle, CURLOPT_USERAGENT, "dispatch-cli")
        _ = ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_list(handle, CURLOPT_HTTPHEADER, list)
        _ = ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT, connectTimeout)
        _ = ccurl_set_long(handle, CURLOPT_TIMEOUT, timeout)
        _ = ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)

        var received = Data()
        let code = withUnsafeMutablePointer(to: &received) { destination in
            _ = ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, destination in
                guard let bytes, let destination else { return 0 }
                destination.assumingMemoryBound(to: Data.self).pointee.append(
                    UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: size * count)
                return size * count
            }
            _ = ccurl_set_pointer(handle, CURLOPT_WRITEDATA, destination)
            guard let body = request.body else { return curl_easy_perform(handle) }
            return body.withUnsafeBytes { bytes in
                _ = ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
                _ = ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
                return curl_easy_perform(handle)
            }
        }
        guard code == CURLE_OK else {
            throw Failure.notDone(Self.explanation(of: code, url: request.url))
        }
        var status = 0
        _ = ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return Response(status: status, body: received)
    }

    private static func explanation(of code: CURLcode, url: String) -> String {
        let server =
            URL(string: url).flatMap { url in url.host.map { "\(url.scheme ?? "http")://\($0)\(url.port.map { ":\($0)" } ?? "")" }
            } ?? url
        switch code {
        case CURLE_COULDNT_CONNECT: return "Nothing answers at \(server). Is the service running? (make run)"
        case CURLE_COULDNT_RESOLVE_HOST: return "The name of \(server) is not known. Check --url."
        case CURLE_OPERATION_TIMEDOUT: return "\(server) did not answer in time."
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return "'\(url)' is not a usable address; it looks like https://host:port."
        default: return "\(server) could not be reached: \(String(cString: curl_easy_strerror(code)))."
        }
    }
}
