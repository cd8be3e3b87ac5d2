/// What simulated days came to, in the words a dispatcher needs.
struct SimulationSummary {
    var report: SimulationReport

    func write(to output: Output) {
        let (orders, fleet, riders) = (report.orders, report.fleet, report.riders)
        var table = Table([.left(report.days.count == 1 ? "A DAY" : "\(report.days.count) DAYS"), .text("")])
        func row(_ name: String, _ text: String, _ style: Style = .plain) {
            table.append([Table.Cell(name), Table.Cell(text, style)])
        }
        row("asked", "\(orders.asked) shoppers")
        row("sold", "\(orders.sold) windows; none could be offered to \(orders.refused), none was wanted by \(orders.declined)")
        row("kept", Format.percent(orders.keptShare), orders.keptShare >= 0.98 ? .good : .bad)
        row("", "\(Format.percent(orders.within5Share)) within 5 minutes, \(Format.percent(orders.within10Share)) within 10")
        row("late", "\(orders.late)", orders.late == 0 ? .good : .warning)
        row("not brought", "\(orders.undelivered)", orders.undelivered == 0 ? .good : .bad)
        if orders.unconfirmed > 0 { row("not confirmed", "\(orders.unconfirmed) offers that the checker refused", .bad) }
        row("bikes", "\(fleet.bikes), \(fleet.tours) tours in \(fleet.shifts) shifts")
        row("distance", Format.kilometres(fleet.metres))
        row("cost", Format.euros(fleet.costCents))
        if let cents = fleet.centsPerDrop { row("cost per drop", Format.euros(Int(cents.rounded()))) }
        if let drops = fleet.dropsPerHour { row("drops per hour", Format.tenth(drops)) }
        row("riding", Format.hours(riders.ridingSeconds))
        row("serving", Format.hours(riders.servingSeconds))
        row("waiting", Format.hours(riders.waitingSeconds))
        row("breaks", Format.hours(riders.breakSeconds))
        row("at the hub", "\(Format.hours(riders.idleSeconds)) of \(Format.hours(riders.shiftSeconds)) on shift")
        if riders.overtimeSeconds > 0 { row("overtime", Format.hours(riders.overtimeSeconds), .warning) }
        row("plans", "\(report.plans.searched), each moved \(Format.percent(report.plans.movedShare)) of what was planned")
        row("trouble", trouble)
        table.write(to: output)
    }

    private var trouble: String {
        let troubles = report.troubles
        let counted = [
            (troubles.lateShops, "late shops"), (report.orders.shutDoors, "shut doors"), (troubles.flats, "flats"),
            (troubles.breakdowns, "breakdowns"), (troubles.sickRiders, "riders sick"), (troubles.rainyDays, "rainy days"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return counted.isEmpty ? "none" : counted.joined(separator: ", ")
    }

    /// One line a fleet.
    static func compare(_ reports: [SimulationReport]) -> Table {
        var table = Table([
            .right("BIKES"), .right("SOLD"), .right("REFUSED"), .right("KEPT"), .right("NOT BROUGHT"), .right("COST"),
            .right("PER DROP"), .right("DROPS/H"), .right("KM"), .right("AT THE HUB"),
        ])
        for report in reports {
            let (orders, fleet) = (report.orders, report.fleet)
            table.append([
                Table.Cell("\(fleet.bikes)", .bold), Table.Cell("\(orders.sold)"), Table.Cell("\(orders.refused)"),
                Table.Cell(Format.percent(orders.keptShare), orders.keptShare >= 0.98 ? .good : .bad),
                Table.Cell("\(orders.undelivered)"), Table.Cell(Format.euros(fleet.costCents)),
                Table.Cell(fleet.centsPerDrop.map { Format.euros(Int($0.rounded())) } ?? ""),
                Table.Cell(fleet.dropsPerHour.map(Format.tenth) ?? ""), Table.Cell(Format.kilometres(fleet.metres)),
                Table.Cell(Format.hours(report.riders.idleSeconds)),
            ])
        }
        return table
    }
}
