import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers that go on: server-sent events ("9.2 Server-sent events" of the HTML standard) whose data is JSON.
enum ServerSentEvents {
    /// What `body` writes, event by event.
    static func response(_ body: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await body(&writer)
                try await writer.finish(nil)
            })
    }

    /// A thing each time something about it has changed, as `progress`, until it is over: then as `end`.
    ///
    /// - Parameter next: how it is now; `nil` when it is no more.
    static func following<Value: Encodable & Equatable & Sendable>(
        _ first: Value, language: Language = .german, isOver: @escaping @Sendable (Value) -> Bool,
        next: @escaping @Sendable (Value) async throws -> Value?
    ) -> Response {
        response { writer in
            var shown: Value?
            var current = first
            while true {
                let isLast = isOver(current)
                if current != shown {
                    try await writer.write(try event(isLast ? "end" : "progress", current, language: language))
                    shown = current
                }
                if isLast { break }
                try await Task.sleep(for: .milliseconds(250))
                guard let changed = try await next(current) else { break }
                current = changed
            }
        }
    }

    /// One event; JSON has no line breaks in it.
    static func event(_ name: String, _ data: some Encodable, language: Language = .german) throws -> ByteBuffer {
        let encoder = JSON.encoder
        encoder.userInfo[.reportLanguage] = language
        var event = ByteBuffer(string: "event: \(name)\ndata: ")
        event.writeBytes(try encoder.encode(data))
        event.writeString("\n\n")
        return event
    }
}
