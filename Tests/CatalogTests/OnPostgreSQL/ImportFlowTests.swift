import Accounts
import Database
import Foundation
import Testing

@testable import Catalog

/// Upload, look, apply, take back.
@Suite("An upload that is looked at first")
struct ImportFlowTests {
    private static let before = """
        sku;title;price;stock;active;brand
        A;Alt;1,00;5;ja;Marke
        B;Bleibt;2,00;;ja;
        C;Fehlt bald;3,00;7;ja;
        """
    private static let after = """
        sku;title;price;stock;active;brand
        A;Neuer Titel;1,50;4;ja;
        B;Bleibt;2,00;;ja;
        D;Dazu;4,00;1;ja;
        E;Kaputt;vier;1;ja;
        """

    /// Uploads to be looked at, and looks.
    private func look(
        _ text: String, in city: CityFixture, _ options: ImportOptions = ImportOptions()
    ) async throws -> CatalogImport {
        let id = try await city.catalog.receiveImport(
            Pieces(bytes: Array(text.utf8), size: 100), for: city.bookseller, options: options, fileName: "artikel.csv")
        #expect(try await city.catalog.catalogImport(id, of: city.bookseller)?.state == .checking)
        #expect(try await ImportWorker(city.catalog).workOff() == 1)
        return try #require(try await city.catalog.catalogImport(id, of: city.bookseller))
    }

    private func apply(
        _ found: CatalogImport, in city: CityFixture, isConfirmed: Bool = false, stretch: Int = StagedCatalog.usualStretch
    ) async throws -> CatalogImport {
        _ = try await city.catalog.applyImport(found.id, of: city.bookseller, isConfirmed: isConfirmed)
        #expect(try await worker(city, stretch).workOff() == 1)
        return try #require(try await city.catalog.catalogImport(found.id, of: city.bookseller))
    }

    private func worker(_ city: CityFixture, _ stretch: Int) -> ImportWorker {
        var worker = ImportWorker(city.catalog)
        worker.stretch = stretch
        return worker
    }

    private func undo(
        _ found: CatalogImport, in city: CityFixture, stretch: Int = StagedCatalog.usualStretch
    ) async throws -> CatalogImport {
        _ = try await city.catalog.undoImport(found.id, of: city.bookseller)
        #expect(try await worker(city, stretch).workOff() == 1)
        return try #require(try await city.catalog.catalogImport(found.id, of: city.bookseller))
    }

    /// Everything that a product says, but not when it was last changed.
    private func state(_ city: CityFixture) async throws -> [String] {
        try await city.database.query(
            "test.state",
            """
            SELECT (to_jsonb(product) - 'updated_at' - 'search' || jsonb_build_object('on_hand', on_hand, 'reserved', reserved))::text
            FROM catalog.product JOIN catalog.stock_level ON product_id = id ORDER BY sku
            """
        ).map { try $0.decode(String.self) }
    }

    @Test("a look says what is new, changed field by field, unchanged, missing and refused, and changes nothing")
    func look() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.before)
            let state = try await state(city)
            let found = try await look(Self.after, in: city)
            #expect(found.state == .ready && found.fileName == "artikel.csv" && found.byteCount == Self.after.utf8.count)
            let report = try #require(found.report)
            let counts: [Int] = [report.rows, report.created, report.changed, report.unchanged, report.missing, report.refused]
            #expect(counts == [4, 1, 1, 1, 1, 1])
            #expect(!report.applied)
            let catalog = city.catalog
            let new = try await catalog.importItems(of: found.id, kind: .new)
            #expect(new.map(\.sku) == ["D"] && new.first?.line == 4 && new.first?.title == "Dazu")
            #expect(try await catalog.importItems(of: found.id, kind: .missing).map(\.sku) == ["C"])
            let changed: [ImportItem] = try await catalog.importItems(of: found.id, kind: .changed)
            #expect(changed.map(\.sku) == ["A"])
            let changes = changed.first?.changes.map { change -> String in "\(change.field) \(change.before) \(change.after)" }
            #expect(
                changes == [
                    #"brand text("Marke") none"#, "priceCents number(100) number(150)", "stock number(5) number(4)",
                    #"title text("Alt") text("Neuer Titel")"#,
                ])
            #expect(try await self.state(city) == state)
            // Nobody else sees it.
            #expect(try await catalog.catalogImport(found.id, of: city.baker) == nil)
            await #expect(throws: ImportStateError.notFound) { try await catalog.applyImport(found.id, of: city.baker) }
        }
    }

    @Test("applied and taken back, the catalog is as it was; sales since are kept, and so is what was changed by hand")
    func undo() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.before)
            let state = try await state(city)
            let applied = try await apply(try await look(Self.after, in: city), in: city)
            #expect(applied.state == .applied && applied.report?.applied == true && applied.report?.created == 1)
            #expect(try await city.products().count == 4)
            #expect(try await city.products()["A"]?.title == "Neuer Titel")
            await #expect(throws: ImportStateError.wrongState(.applied)) {
                try await city.catalog.applyImport(applied.id, of: city.bookseller)
            }
            #expect(try await undo(applied, in: city).state == .undone)
            #expect(try await self.state(city) == state)

            // Once more, with a sale and a change by hand between.
            let again = try await apply(try await look(Self.after, in: city), in: city)
            let id = try #require(try await city.products()["A"]).id
            let added = try #require(try await city.products()["D"]).id
            for product in [id, added] {
                try await city.database.transaction("test.sell") { transaction in
                    let sale = ReservationID.new()
                    try await city.catalog.reserve([product: 1], for: sale, in: transaction)
                    try await city.catalog.commit(sale, in: transaction)
                }
            }
            _ = try await city.catalog.updateProduct(id, of: city.bookseller, ProductChange(price: Cents(175)))
            let undone = try await undo(again, in: city)
            #expect(undone.state == .undone && undone.kept == 1)
            let products = try await city.products()
            #expect(products["A"]?.priceCents == Cents(175) && products["A"]?.title == "Neuer Titel")
            #expect(try await city.stock(id) == (4, 0), "five before, one sold since")
            // Somebody has ordered it: it cannot vanish, but it is off sale.
            #expect(products["D"]?.active == false)
        }
    }

    @Test("an earlier file cannot be taken back before the later one")
    func order() async throws {
        try await CityFixture.run { city in
            let first = try await apply(try await look(Self.before, in: city), in: city)
            let second = try await apply(try await look(Self.after, in: city), in: city)
            await #expect(throws: ImportStateError.notTheLatest) {
                try await city.catalog.undoImport(first.id, of: city.bookseller)
            }
            _ = try await undo(second, in: city)
            // What the second touched has been written since; the rest goes.
            #expect(try await undo(first, in: city).state == .undone)
            #expect(try await city.products().isEmpty)
        }
    }

    @Test("with “replace”, what is missing goes off sale and comes back with an undo; with “update” it stays")
    func replace() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.before)
            _ = try await city.upload("shop;sku;title;price\nbrot-mitte;X;Brot;3\n", by: city.baker)
            let kept = try await apply(try await look(Self.after, in: city), in: city)
            #expect(try await city.products()["C"]?.active == true)
            _ = try await undo(kept, in: city)
            let replaced = try await apply(try await look(Self.after, in: city, ImportOptions(scope: .replace)), in: city)
            #expect(replaced.report?.missing == 1)
            #expect(try await city.products()["C"]?.active == false)
            #expect(try await city.products()["D"]?.active == true)
            #expect(try await city.products(of: city.baker)["X"]?.active == true)
            _ = try await undo(replaced, in: city)
            #expect(try await city.products()["C"]?.active == true)
        }
    }

    @Test("in stretches of two rows, “replace” and its undo do the same as in one")
    func replaceInStretches() async throws {
        try await CityFixture.run { city in
            func file(_ skus: String..., price: Int = 1) -> String {
                "sku;title;price;active\n" + skus.map { "\($0);Ding \($0);\(price),00;\($0 == "H" ? "nein" : "ja")\n" }.joined()
            }
            _ = try await city.upload(file("A", "B", "C", "D", "E", "F", "G", "H"))
            let before = try await state(city)
            for stretch in [1, 2, 4, StagedCatalog.usualStretch] {
                let found = try await look(file("B", "F", "0", "E5", "Z", price: 2), in: city, ImportOptions(scope: .replace))
                #expect(found.report?.missing == 5, "H is off sale already")
                let applied = try await apply(found, in: city, isConfirmed: true, stretch: stretch)
                #expect(applied.state == .applied)
                let products = try await city.products()
                let active = products.values.filter(\.active).map(\.sku.rawValue).sorted()
                #expect(active == ["0", "B", "E5", "F", "Z"], "in stretches of \(stretch)")
                #expect(products["B"]?.priceCents == Cents(200))
                #expect(try await undo(found, in: city, stretch: stretch).kept == 0)
                #expect(try await state(city) == before, "in stretches of \(stretch)")
            }
        }
    }

    @Test("a file that would sell out more than a fifth is applied only when somebody says so")
    func stockGuard() async throws {
        try await CityFixture.run { city in
            func file(_ gone: Int) -> String {
                "sku;title;price;stock\n" + (1...20).map { "P\($0);Ding \($0);1,00;\($0 <= gone ? 0 : 3)\n" }.joined()
            }
            _ = try await city.upload(file(0))
            // A fifth is not more than a fifth.
            let fifth = try await look(file(4), in: city)
            #expect(fifth.report?.goingToZero == 4 && fifth.report?.orderable == 20 && fifth.report?.needsConfirmation == false)
            let wrong = try await look(file(20), in: city)
            #expect(wrong.report?.needsConfirmation == true)
            await #expect(throws: ConfirmationNeeded.self) { try await city.catalog.applyImport(wrong.id, of: city.bookseller) }
            // At once, too: nothing happens, and it waits to be confirmed.
            let refusal = await #expect(throws: ConfirmationNeeded.self) { try await city.upload(file(20), isConfirmed: false) }
            #expect(try await city.products()["P7"]?.stock == 3)
            let waitingID = try #require(refusal).importID
            let waiting = try #require(try await city.catalog.catalogImport(waitingID, of: city.bookseller))
            #expect(waiting.state == .ready)
            let confirmed = try await apply(waiting, in: city, isConfirmed: true)
            #expect(confirmed.state == .applied)
            #expect(try await city.products()["P7"]?.stock == 0)
        }
    }

    @Test("a file that cannot be taken as a whole says why, and stays so")
    func refusedFile() async throws {
        try await CityFixture.run { city in
            let found = try await look("Titel;Farbe\nA;rot\n", in: city)
            #expect(found.state == .refused)
            #expect(found.problem == .columnsMissing(["sku", "price"], found: ["Farbe", "Titel"]))
            await #expect(throws: ImportStateError.wrongState(.refused)) {
                try await city.catalog.applyImport(found.id, of: city.bookseller)
            }
        }
    }

    @Test("refused rows come back as a CSV file with a reason, ready to be mended and sent again")
    func refusedRows() async throws {
        try await CityFixture.run { city in
            let file = """
                sku;title;price;Farbe
                A;Gut;1;rot
                B;"Zwei; drei ""vier""\";teuer;blau
                A;Doppelt;2;gelb
                C;Gut;3;grün
                """
            let found = try await look(file, in: city)
            func refused(_ language: Language) async throws -> String {
                var bytes: [UInt8] = []
                for try await piece in try await city.catalog.refusedRows(of: found.id, of: city.bookseller, in: language) {
                    bytes += piece
                }
                return String(decoding: bytes, as: UTF8.self)
            }
            let lines = try await refused(.english).split(separator: "\r\n").map(String.init)
            #expect(
                lines == [
                    "\u{FEFF}sku;title;price;Farbe;reason",
                    #"B;"Zwei; drei ""vier""";teuer;blau;price: This is not a price. Write the gross price in euros, such as 12.90."#,
                    "A;Doppelt;2;gelb;sku: This SKU already stands in line 2. Keep one row for each SKU.",
                ])
            let mended = try await refused(.german).replacing("teuer", with: "9,90").replacing("A;Doppelt", with: "A2;Doppelt")
            let report = try await city.upload(mended)
            #expect(report.refused == 0 && report.created == 2 && report.ignoredColumns == ["Farbe", "Grund"])
        }
    }

    @Test("a worker that dies leaves the catalog as it was, and another finishes its import")
    func deadWorker() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.before)
            let found = try await look(Self.after, in: city)
            _ = try await city.catalog.applyImport(found.id, of: city.bookseller)
            // Taken up by one that is never heard of again.
            #expect(try await ImportClaim.take(as: UUID(), silence: 60, in: city.database)?.id == found.id)
            #expect(try await ImportWorker(city.catalog, silenceOfTheDead: 60).workOff() == 0)
            #expect(try await city.products().count == 3)
            #expect(try await ImportWorker(city.catalog, silenceOfTheDead: 0).workOff() == 1)
            #expect(try await city.catalog.catalogImport(found.id, of: city.bookseller)?.state == .applied)
        }
    }

    @Test("the server's process killed in the middle of an apply leaves the catalog as it was")
    func killed() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.before)
            let state = try await state(city)
            let id = try await city.catalog.receiveImport(GeneratedCatalog(rows: 30_000, price: 1), for: city.bookseller)
            try await ImportWorker(city.catalog).workOff()
            _ = try await city.catalog.applyImport(id, of: city.bookseller)
            let claim = try #require(try await ImportClaim.take(as: UUID(), silence: 60, in: city.database))
            let work = Task { [catalog = city.catalog] in try await ImportWork(catalog: catalog, claim: claim).run() }
            // As soon as it writes products, its connection is cut off as by a kill.
            var isCut = false
            while !isCut, try await city.catalog.catalogImport(id, of: city.bookseller)?.state == .applying {
                isCut = try await city.database.one(
                    "test.cut",
                    """
                    SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'active' AND query LIKE '%INSERT INTO catalog.product%'
                        AND pid <> pg_backend_pid()
                    """
                ).decode(Bool.self)
            }
            await #expect(throws: (any Error).self) { try await work.value }
            #expect(isCut, "it was done before it could be killed")
            #expect(try await self.state(city) == state)
            #expect(try await ImportWorker(city.catalog, silenceOfTheDead: 0).workOff() == 1)
            #expect(try await city.catalog.catalogImport(id, of: city.bookseller)?.state == .applied)
            #expect(try await self.state(city).count == 30_003)
        }
    }
}
