import Foundation

/// Labels for parcels of other carriers, in German: whose it is, where it goes, and to which tour it is sorted. Pure.
struct ParcelLabels {
    let carrier: String
    let parcels: [ManifestParcel]

    /// One label a page of A6; a shipment of several parcels has a label for each.
    func html() -> String {
        var text = """
            <!doctype html>
            <html lang="de"><head><meta charset="utf-8"><title>Etiketten \(HTMLExport.escaped(carrier))</title>
            <style>
            @page { size: A6; margin: 6mm } body { font: 11pt sans-serif; margin: 0 } section { break-after: page }
            .tour { font-size: 30pt; font-weight: bold } .number { font: bold 18pt monospace } .to { font-size: 14pt }
            svg { width: 28mm; float: right }
            </style></head><body>

            """
        for parcel in parcels {
            for number in 1...max(1, parcel.parcels) { text += label(parcel, number) }
        }
        return text + "</body></html>\n"
    }

    private func label(_ parcel: ManifestParcel, _ number: Int) -> String {
        let place =
            parcel.tour.map {
                "Tour \($0)" + (parcel.trip.map { " · Fahrt \($0)" } ?? "") + (parcel.door.map { " · Tür \($0)" } ?? "")
            }
            ?? "noch ohne Tour"
        let destination = parcel.destination
        let code = parcel.parcels > 1 ? "\(parcel.number)/\(number)" : parcel.number
        let of = parcel.parcels > 1 ? " · Paket \(number) von \(parcel.parcels)" : ""
        return """
            <section>\(QRCode(Array(code.utf8))?.svg() ?? "")<p class="tour">\(HTMLExport.escaped(place))</p>
            <p class="number">\(HTMLExport.escaped(parcel.number))</p>
            <p class="to">\(HTMLExport.escaped(parcel.recipient))<br>\
            \(HTMLExport.escaped("\(destination.street) \(destination.houseNumber)"))<br>\(HTMLExport.escaped(destination.postcode))</p>
            \(parcel.isCollection ? "<p><strong>Abholung: am Hub abgeben</strong></p>" : "")\
            <p>\(Format.span(parcel.windowStart, parcel.windowEnd)) Uhr · \(Format.kilograms(parcel.weightGrams))\(of)</p>
            <p>\(HTMLExport.escaped(carrier)) \(HTMLExport.escaped(parcel.tracking))</p></section>

            """
    }
}
