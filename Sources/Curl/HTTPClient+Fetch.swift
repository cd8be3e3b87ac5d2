internal import CCurl
import Dispatch
public import Foundation
import Synchronization

extension HTTPClient {
    /// Fetches what is at an address that somebody else wrote. No proxy is used: it would make the connections that are judged here.
    /// - Throws: ``FetchProblem``; `CancellationError` within about a second when the task is cancelled.
    public func fetch(_ url: String, within limits: FetchLimits) async throws -> Data {
        let intake = FetchIntake(limits)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try fetchNow(url, into: intake) })
                }
            }
        } onCancel: {
            intake.state.withLock { $0.isCancelled = true }
        }
    }

    private func fetchNow(_ url: String, into intake: FetchIntake) throws -> Data {
        guard let handle = curl_easy_init() else { throw FetchProblem.noAnswer }
        defer { curl_easy_cleanup(handle) }
        _ = ccurl_set_string(handle, CURLOPT_URL, url)
        _ = ccurl_set_string(handle, CURLOPT_USERAGENT, userAgent)
        _ = ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_string(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_string(handle, CURLOPT_PROXY, "")
        _ = ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 1)
        _ = ccurl_set_long(handle, CURLOPT_MAXREDIRS, intake.limits.mostRedirects)
        _ = ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT, connectTimeout)
        _ = ccurl_set_long(handle, CURLOPT_TIMEOUT, timeout)
        _ = ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = ccurl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        // Alive until this returns: the caller holds it.
        let place = Unmanaged.passUnretained(intake).toOpaque()
        _ = ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, place in
            guard let bytes, let place else { return 0 }
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Unmanaged<FetchIntake>.fromOpaque(place).takeUnretainedValue().take(piece) ? size * count : 0
        }
        _ = ccurl_set_pointer(handle, CURLOPT_WRITEDATA, place)
        _ = ccurl_set_progress_callback(handle) { place, _, _, _, _ in
            guard let place else { return 1 }
            return Unmanaged<FetchIntake>.fromOpaque(place).takeUnretainedValue().state.withLock { $0.isCancelled } ? 1 : 0
        }
        _ = ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, place)
        _ = ccurl_set_socket_callback(handle) { place, _, address in
            guard let place, let address, Unmanaged<FetchIntake>.fromOpaque(place).takeUnretainedValue().allows(address) else {
                return CURL_SOCKET_BAD
            }
            let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
            return socket(address.pointee.family, kind, address.pointee.protocol)
        }
        _ = ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, place)

        let code = curl_easy_perform(handle)
        let state = intake.state.withLock { $0 }
        if state.isCancelled { throw CancellationError() }
        if state.isForbidden { throw FetchProblem.forbidden }
        if state.isTooLarge { throw FetchProblem.tooLarge }
        switch code {
        case CURLE_OK: break
        case CURLE_TOO_MANY_REDIRECTS: throw FetchProblem.tooManyRedirects
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: throw FetchProblem.badAddress
        default: throw FetchProblem.noAnswer
        }
        var status = 0
        _ = ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        guard status == 200 else { throw FetchProblem.status(status) }
        return state.body
    }
}

/// What has come of an answer, and why no more does. Shared by the thread that fetches and the task that may be cancelled.
private final class FetchIntake: Sendable {
    struct State {
        var body = Data()
        var isTooLarge = false
        var isForbidden = false
        var isCancelled = false
    }

    let limits: FetchLimits
    let state = Mutex(State())

    init(_ limits: FetchLimits) {
        self.limits = limits
    }

    /// - Returns: whether more is wanted.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        // Copied first: a buffer may not go into a closure that is sent.
        let piece = Data(piece)
        return state.withLock { state in
            state.isTooLarge = state.body.count + piece.count > limits.mostBytes
            if !state.isTooLarge { state.body.append(piece) }
            return !state.isTooLarge
        }
    }

    func allows(_ address: UnsafeMutablePointer<curl_sockaddr>) -> Bool {
        if let place = NetworkAddress(address), limits.mayConnect(place) { return true }
        state.withLock { $0.isForbidden = true }
        return false
    }
}

extension NetworkAddress {
    /// Nil for what is neither IPv4 nor IPv6.
    fileprivate init?(_ address: UnsafeMutablePointer<curl_sockaddr>) {
        // libcurl reserves as much room behind `addr` as any kind of address takes.
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let raw = UnsafeRawPointer(address) + offset
        switch address.pointee.family {
        case AF_INET:
            let bytes = (4..<8).map { raw.load(fromByteOffset: $0, as: UInt8.self) }
            self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case AF_INET6: self = .v6((8..<24).map { raw.load(fromByteOffset: $0, as: UInt8.self) })
        default: return nil
        }
    }
}
