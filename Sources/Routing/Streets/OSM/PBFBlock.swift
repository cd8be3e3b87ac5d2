/// One decompressed `PrimitiveBlock`: a string table and groups of elements that refer to it.
struct PBFBlock {
    typealias Malformed = ProtobufCursor.Malformed
    typealias Bytes = UnsafeBufferPointer<UInt8>

    private var strings: [Bytes] = []
    private var decoded: [String?] = []
    private var groups: [Bytes] = []
    private var granularity: Int64 = 100
    private var latitudeOffset: Int64 = 0
    private var longitudeOffset: Int64 = 0

    /// - Precondition: `bytes` outlive the block.
    init(_ bytes: Bytes) throws(Malformed) {
        var cursor = ProtobufCursor(bytes)
        while let field = try cursor.field() {
            switch (field.number, field.type) {
            case (1, .bytes):
                var table = ProtobufCursor(try cursor.bytes())
                while let entry = try table.field() {
                    guard entry.number == 1, entry.type == .bytes else {
                        try table.skip(entry.type)
                        continue
                    }
                    strings.append(try table.bytes())
                }
            case (2, .bytes): groups.append(try cursor.bytes())
            case (17, .varint): granularity = Int64(truncatingIfNeeded: try cursor.varint())
            case (19, .varint): latitudeOffset = Int64(truncatingIfNeeded: try cursor.varint())
            case (20, .varint): longitudeOffset = Int64(truncatingIfNeeded: try cursor.varint())
            default: try cursor.skip(field.type)
            }
        }
        decoded = Array(repeating: nil, count: strings.count)
    }

    mutating func visitElements(_ kinds: OSMElementKinds, visitor: inout some OSMVisitor) throws(Malformed) {
        for group in groups {
            var cursor = ProtobufCursor(group)
            while let field = try cursor.field() {
                switch (field.number, field.type) {
                case (1, .bytes) where kinds.contains(.nodes): visitor.visit(try node(try cursor.bytes()))
                case (2, .bytes) where kinds.contains(.nodes): try visitDenseNodes(try cursor.bytes(), visitor: &visitor)
                case (3, .bytes) where kinds.contains(.ways): visitor.visit(try way(try cursor.bytes()))
                case (4, .bytes) where kinds.contains(.relations): visitor.visit(try relation(try cursor.bytes()))
                default: try cursor.skip(field.type)
                }
            }
        }
    }

    // MARK: - Elements

    private mutating func node(_ bytes: Bytes) throws(Malformed) -> OSMNode {
        var cursor = ProtobufCursor(bytes)
        var id: Int64 = 0
        var latitude: Int64 = 0
        var longitude: Int64 = 0
        var keys = Bytes(start: nil, count: 0)
        var values = keys
        while let field = try cursor.field() {
            switch (field.number, field.type) {
            case (1, .varint): id = try cursor.signedVarint()
            case (2, .bytes): keys = try cursor.bytes()
            case (3, .bytes): values = try cursor.bytes()
            case (8, .varint): latitude = try cursor.signedVarint()
            case (9, .varint): longitude = try cursor.signedVarint()
            default: try cursor.skip(field.type)
            }
        }
        return OSMNode(id: id, position: try position(latitude: latitude, longitude: longitude), tags: try tags(keys, values))
    }

    private mutating func visitDenseNodes(_ bytes: Bytes, visitor: inout some OSMVisitor) throws(Malformed) {
        var cursor = ProtobufCursor(bytes)
        let none = Bytes(start: nil, count: 0)
        var ids = ProtobufCursor(none)
        var latitudes = ids
        var longitudes = ids
        var tags = ids
        while let field = try cursor.field() {
            switch (field.number, field.type) {
            case (1, .bytes): ids = ProtobufCursor(try cursor.bytes())
            case (8, .bytes): latitudes = ProtobufCursor(try cursor.bytes())
            case (9, .bytes): longitudes = ProtobufCursor(try cursor.bytes())
            case (10, .bytes): tags = ProtobufCursor(try cursor.bytes())
            default: try cursor.skip(field.type)
            }
        }
        var id: Int64 = 0
        var latitude: Int64 = 0
        var longitude: Int64 = 0
        while !ids.isAtEnd {
            id &+= try ids.signedVarint()
            latitude &+= try latitudes.signedVarint()
            longitude &+= try longitudes.signedVarint()
            var list: [OSMTag] = []
            while !tags.isAtEnd {
                let key = try tags.varint()
                if key == 0 { break }
                list.append(OSMTag(key: try string(key), value: try string(try tags.varint())))
            }
            let position = try position(latitude: latitude, longitude: longitude)
            visitor.visit(OSMNode(id: id, position: position, tags: OSMTags(list)))
        }
    }

    private mutating func way(_ bytes: Bytes) throws(Malformed) -> OSMWay {
        var cursor = ProtobufCursor(bytes)
        var id: Int64 = 0
        var keys = Bytes(start: nil, count: 0)
        var values = keys
        var nodes: [Int64] = []
        while let field = try cursor.field() {
            switch (field.number, field.type) {
            case (1, .varint): id = Int64(bitPattern: try cursor.varint())
            case (2, .bytes): keys = try cursor.bytes()
            case (3, .bytes): values = try cursor.bytes()
            case (8, .bytes):
                var references = ProtobufCursor(try cursor.bytes())
                var node: Int64 = 0
                nodes.reserveCapacity(nodes.count + references.remaining / 2)
                while !references.isAtEnd {
                    node &+= try references.signedVarint()
                    nodes.append(node)
                }
            default: try cursor.skip(field.type)
            }
        }
        return OSMWay(id: id, nodes: nodes, tags: try tags(keys, values))
    }

    private mutating func relation(_ bytes: Bytes) throws(Malformed) -> OSMRelation {
        var cursor = ProtobufCursor(bytes)
        var id: Int64 = 0
        let none = Bytes(start: nil, count: 0)
        var keys = none
        var values = none
        var roles = ProtobufCursor(none)
        var references = roles
        var types = roles
        while let field = try cursor.field() {
            switch (field.number, field.type) {
            case (1, .varint): id = Int64(bitPattern: try cursor.varint())
            case (2, .bytes): keys = try cursor.bytes()
            case (3, .bytes): values = try cursor.bytes()
            case (8, .bytes): roles = ProtobufCursor(try cursor.bytes())
            case (9, .bytes): references = ProtobufCursor(try cursor.bytes())
            case (10, .bytes): types = ProtobufCursor(try cursor.bytes())
            default: try cursor.skip(field.type)
            }
        }
        var members: [OSMRelation.Member] = []
        var member: Int64 = 0
        while !references.isAtEnd {
            member &+= try references.signedVarint()
            let type = try types.varint()
            guard let kind = OSMRelation.Member.Kind(rawValue: Int(truncatingIfNeeded: type)) else {
                throw Malformed(reason: "a relation has a member of an unknown kind")
            }
            members.append(OSMRelation.Member(kind: kind, id: member, role: try string(try roles.varint())))
        }
        return OSMRelation(id: id, members: members, tags: try tags(keys, values))
    }

    // MARK: - Parts

    private mutating func tags(_ keys: Bytes, _ values: Bytes) throws(Malformed) -> OSMTags {
        var keys = ProtobufCursor(keys)
        var values = ProtobufCursor(values)
        var list: [OSMTag] = []
        while !keys.isAtEnd {
            list.append(OSMTag(key: try string(try keys.varint()), value: try string(try values.varint())))
        }
        return OSMTags(list)
    }

    /// An entry of the string table, decoded once a block.
    private mutating func string(_ index: UInt64) throws(Malformed) -> String {
        guard index < UInt64(strings.count) else { throw Malformed(reason: "a tag is missing from the block's string table") }
        let index = Int(index)
        if let known = decoded[index] { return known }
        let text = String(decoding: strings[index], as: UTF8.self)
        decoded[index] = text
        return text
    }

    private func position(latitude: Int64, longitude: Int64) throws(Malformed) -> FixedCoordinate {
        let latitude = (latitudeOffset &+ granularity &* latitude) / 100
        let longitude = (longitudeOffset &+ granularity &* longitude) / 100
        guard (-900_000_000...900_000_000).contains(latitude), (-1_800_000_000...1_800_000_000).contains(longitude) else {
            throw Malformed(reason: "a node lies outside the globe")
        }
        return FixedCoordinate(longitude: Int32(longitude), latitude: Int32(latitude))
    }
}
