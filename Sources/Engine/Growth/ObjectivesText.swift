internal import Growth
internal import Reports

/// What every regression made least, and whether it is proved that nothing is less: a row for each order and quantile.
enum ObjectivesText {
    static func bytes(_ growth: GrowthPercentiles) -> [UInt8] {
        var text = RowText()
        for name in ["order", "tau", "n", "p", "objective", "certified"] { text.add(name) }
        text.endRow()
        for order in growth.orders {
            let uncertified = Set(order.uncertified)
            for (number, objective) in order.objectives.enumerated() {
                text.add(order.order)
                text.add("\(PercentileRule.quantiles[number])")
                text.add(order.studentCount)
                text.add(order.columnCount)
                text.add("\(objective)")
                text.add(uncertified.contains(number) ? "no" : "yes")
                text.endRow()
            }
        }
        return text.bytes
    }
}
