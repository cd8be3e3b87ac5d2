import Foundation

/// The manual page of a command line, made from what its parser says of itself. Pure.
///
/// The parser's description is the JSON that swift-argument-parser gives for documentation tools (serialization version 0).
struct ManualPage {
    struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool?
        var abstract: String?
        var discussion: String?
        var subcommands: [Command]?
        var arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var abstract: String?
        var discussion: String?
    }

    private struct Tool: Decodable {
        var command: Command
    }

    private let command: Command
    private let version: String

    init(description: Data, version: String) throws {
        command = try JSONDecoder().decode(Tool.self, from: description).command
        self.version = version
    }

    /// As `man` reads it, in the macros of man(7).
    func roff() -> String {
        let name = command.commandName
        var text = ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"Schaufenster\"\n"
        text += ".SH NAME\n\(Self.escaped(name)) \\- \(Self.escaped(command.abstract ?? ""))\n"
        text += ".SH SYNOPSIS\n.B \(Self.escaped(name))\n.I command\n[\\fIarguments\\fR]\n"
        if let discussion = command.discussion { text += ".SH DESCRIPTION\n" + Self.paragraphs(discussion) }
        text += ".SH COMMANDS\n"
        for sub in shown(command.subcommands) { text += section(sub, path: [name]) }
        text += """
            .SH EXIT STATUS
            0: done. 1: it could not be done (the service is away or said no). 2: the call or its input is wrong.
            .SH ENVIRONMENT
            .TP
            .B SCHAUFENSTER_URL
            Address of the service.
            .TP
            .B SCHAUFENSTER_TOKEN
            Token to sign in with.
            .TP
            .B NO_COLOR
            Set to anything: no colours.

            """
        return text
    }

    private func shown(_ commands: [Command]?) -> [Command] {
        (commands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    private func section(_ command: Command, path: [String]) -> String {
        let path = path + [command.commandName]
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !Self.isEverywhere($0) }
        let words = arguments.filter { $0.kind == "positional" }.map { argument in
            let value = "\\fI\(Self.escaped(argument.valueName ?? "value"))\\fR" + (argument.isRepeating ? " ..." : "")
            return argument.isOptional ? "[\(value)]" : value
        }
        let subcommands = shown(command.subcommands)
        let title = Self.escaped(path.dropFirst().joined(separator: " "))
        var text = ".SS \"\(title)\"\n"
        if !words.isEmpty { text += "\\fB\(title)\\fR \(words.joined(separator: " "))\n.PP\n" }
        if let abstract = command.abstract { text += Self.escaped(abstract) + "\n" }
        if let discussion = command.discussion { text += ".PP\n" + Self.paragraphs(discussion) }
        for argument in arguments { text += Self.entry(argument) }
        for sub in subcommands { text += section(sub, path: path) }
        return text
    }

    /// What every command has is said once, in the description.
    private static func isEverywhere(_ argument: Argument) -> Bool {
        (argument.names ?? []).contains { ["help", "version"].contains($0.name) }
    }

    private static func entry(_ argument: Argument) -> String {
        let value = argument.valueName ?? "value"
        let head: String
        if argument.kind == "positional" {
            head = "\\fI\(escaped(value))\\fR"
        } else {
            let names = (argument.names ?? []).map { "\\fB\(escaped(($0.kind == "long" ? "--" : "-") + $0.name))\\fR" }
            head = names.joined(separator: ", ") + (argument.kind == "option" ? " \\fI\(escaped(value))\\fR" : "")
        }
        var text = [argument.abstract, argument.discussion].compactMap(\.self).joined(separator: " ")
        if let value = argument.defaultValue, !value.isEmpty, argument.kind == "option" { text += " (default: \(value))" }
        return ".TP\n\(head)\n\(escaped(text.split(separator: "\n").joined(separator: " ")))\n"
    }

    /// Lines that are indented stand as they are; the others run on.
    private static func paragraphs(_ text: String) -> String {
        var result = ""
        var isVerbatim = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isIndented = line.hasPrefix("  ")
            if isIndented != isVerbatim {
                result += isIndented ? ".PP\n.nf\n" : ".fi\n.PP\n"
                isVerbatim = isIndented
            }
            result += line.isEmpty ? (isVerbatim ? "\n" : ".PP\n") : escaped(String(line)) + "\n"
        }
        return result + (isVerbatim ? ".fi\n" : "")
    }

    /// Text that is no request and no escape sequence.
    private static func escaped(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": plain += "\\e"
            case "-": plain += "\\-"
            case _ where scalar.isASCII: plain.unicodeScalars.append(scalar)
            // groff reads bytes; this it knows in every locale.
            default:
                plain +=
                    "\\[u" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
                    + String(scalar.value, radix: 16, uppercase: true) + "]"
            }
        }
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
