internal import Ingestion
internal import Model

/// Reads the `data_quality` of a pipeline file: how many rejected rows are too many.
struct QualityReading {
    let problems: ProblemList

    func read(_ file: MappingReader) -> QualityRule {
        guard let reader = file.mapping("data_quality", subject: "`data_quality`") else { return QualityRule(warningUpTo: 0, holdBackAbove: 10_000) }
        let warning = share(reader, "warning_up_to") ?? 0
        let holdBack = share(reader, "hold_back_above") ?? 10_000
        if warning > holdBack { problems.addReversedQuality(at: reader.place) }
        reader.finish()
        return QualityRule(warningUpTo: warning, holdBackAbove: holdBack)
    }

    /// A percentage as parts in a million.
    private func share(_ reader: MappingReader, _ key: String) -> Int? {
        guard let name = reader.name(key) else { return nil }
        if name.text.hasSuffix("%"), let value = Rational(name.text.dropLast()), value >= .zero, value <= Rational(100) {
            return Int((value * Rational(10_000)).scaledAndRounded(decimals: 0))
        }
        problems.addWrongPercentage(name, key)
        return nil
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addWrongPercentage(_ name: Name, _ key: String) {
        add(name.place, "`\(key)` of `data_quality` is `\(name.text)`", "Write a percentage from 0% to 100%, such as 0.5%")
    }

    fileprivate func addReversedQuality(at place: Place) {
        add(
            place, "`warning_up_to` is above `hold_back_above`: a file would be held back while its rows are still only warned of",
            "Make `hold_back_above` the larger share")
    }
}
