import Foundation
import Testing

@testable import dispatch_cli

@Suite("Connection")
struct ConnectionTests {
    private func withConfiguration(_ body: ([String: String]) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("connection-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(["XDG_CONFIG_HOME": folder.path])
    }

    @Test("what login keeps is found again, in a file only its owner reads")
    func kept() throws {
        try withConfiguration { environment in
            let connection = Connection(url: "https://stadt.example", token: "sf_secret")
            try connection.save(environment: environment)
            #expect(try Connection.resolve(url: nil, token: nil, environment: environment) == connection)
            let file = Connection.file(environment: environment)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("options go before the environment, the environment before what was kept")
    func precedence() throws {
        try withConfiguration { environment in
            try Connection(url: "http://kept", token: "kept").save(environment: environment)
            var environment = environment
            environment["SCHAUFENSTER_URL"] = "http://environment"
            environment["SCHAUFENSTER_TOKEN"] = "environment"
            #expect(
                try Connection.resolve(url: nil, token: nil, environment: environment)
                    == Connection(url: "http://environment", token: "environment"))
            #expect(
                try Connection.resolve(url: "http://option", token: "option", environment: environment)
                    == Connection(url: "http://option", token: "option"))
        }
    }

    @Test("a kept token is never sent to another service")
    func tokenStaysWithItsService() throws {
        try withConfiguration { environment in
            try Connection(url: "https://stadt.example", token: "sf_secret").save(environment: environment)
            #expect(try Connection.resolve(url: "https://elsewhere.example", token: nil, environment: environment).token == nil)
        }
    }

    @Test("a damaged file is named, with what to do")
    func damaged() throws {
        try withConfiguration { environment in
            try Connection(url: "http://kept", token: nil).save(environment: environment)
            try Data("{".utf8).write(to: Connection.file(environment: environment))
            #expect(throws: Failure.self) { try Connection.resolve(url: nil, token: nil, environment: environment) }
        }
    }
}

@Suite("Naming a rider")
struct RiderNameTests {
    private let riders = [("mira", "Mira Öztürk"), ("jan", "Jan Weber"), ("jana", "Jana Vogel")].map { key, name in
        Rider(id: UUID(), key: key, name: name, hub: "Nord", skills: [], shifts: [], tours: [])
    }

    @Test("by key, by id, by part of the name without its dots")
    func found() throws {
        #expect(try AssignSetCommand.find("jan", among: riders).key == "jan")
        #expect(try AssignSetCommand.find("ozturk", among: riders).key == "mira")
        #expect(try AssignSetCommand.find(riders[2].id.uuidString.lowercased(), among: riders).key == "jana")
    }

    @Test("what could be two or none is asked back")
    func ambiguous() {
        #expect { try AssignSetCommand.find("Ja", among: riders) } throws: {
            "\($0)".contains("Jan Weber or Jana Vogel")
        }
        #expect { try AssignSetCommand.find("Nobody", among: riders) } throws: { "\($0)".contains("Nobody") }
    }
}
