/// Section 2, surveys: percents of positive responses, from at least half of those invited; where participation is not
/// reached or not known there is no result.
struct Survey {
    let constructs: [String]
    let respondents: [String]

    static let socialEmotional = Survey(
        constructs: ["growth_mindset", "self_efficacy", "self_management", "social_awareness"], respondents: ["student"])
    static let cultureAndClimate = Survey(
        constructs: ["support_for_learning", "fairness_of_discipline", "safety", "belonging"],
        respondents: ["student", "staff", "parent"])

    static let reason = "participation below 50% or not known"

    func rows(_ input: InputRows, school: String, group: String) -> [Row] {
        input.surveys[[school, group], default: []].filter { row in
            // A student group's result comes from its students alone, whoever else was asked about it.
            let isAsked = group == "all" || row["respondent"] == "student"
            return isAsked && constructs.contains(row["construct"]!) && respondents.contains(row["respondent"]!)
        }
    }

    /// Whether at least half of the invited answered; nil where it is not known.
    static func isAnswered(_ row: Row) -> Bool? {
        guard let invited = Int(row["invited"]!), let answered = Int(row["respondents"]!), invited > 0 else { return nil }
        return 2 * answered >= invited
    }

    /// The percent positive over some rows; nil without any response.
    private func percent(_ rows: [Row]) -> Fraction? {
        let known = rows.filter { $0["responses"] != "" && $0["positive"] != "" }
        let responses = known.reduce(0) { $0 + Int128($1["responses"]!)! }
        let positive = known.reduce(0) { $0 + Int128($1["positive"]!)! }
        return responses == 0 ? nil : Fraction(100 * positive, responses)
    }

    /// Social-emotional skills: the mean of the four constructs, all of them.
    static func socialEmotionalResult(_ input: InputRows, school: String, group: String) -> GroupResult {
        let counted = socialEmotional.rows(input, school: school, group: group).filter { isAnswered($0) == true }
        let percents = socialEmotional.constructs.compactMap { construct in
            socialEmotional.percent(counted.filter { $0["construct"] == construct })
        }
        return GroupResult(n: largest(counted), value: percents.count == 4 ? Fraction.sum(percents) / Fraction(4) : nil)
    }

    /// Culture and climate: the mean over the respondent groups that have a result, each over its constructs together.
    static func cultureAndClimateResult(_ input: InputRows, school: String, group: String) -> GroupResult {
        let counted = cultureAndClimate.rows(input, school: school, group: group).filter { isAnswered($0) == true }
        let percents = cultureAndClimate.respondents.compactMap { respondent in
            cultureAndClimate.percent(counted.filter { $0["respondent"] == respondent })
        }
        return GroupResult(
            n: largest(counted), value: percents.isEmpty ? nil : Fraction.sum(percents) / Fraction(percents.count))
    }

    /// The students of a result: the same people answer all constructs, so the most that answered one of them.
    private static func largest(_ rows: [Row]) -> Int { rows.map { Int($0["respondents"]!)! }.max() ?? 0 }

    /// The ledger counts the answers of the group of all, construct by construct.
    func ledger(_ input: InputRows, school: String) -> LedgerLines {
        var counted = 0
        var excluded: [String: Int] = [:]
        for row in rows(input, school: school, group: "all") {
            let answered = Int(row["respondents"]!) ?? 0
            switch Self.isAnswered(row) {
            case true?: counted += answered
            case false?: excluded[Self.reason, default: 0] += answered
            case nil: excluded["not known: \(Self.reason)", default: 0] += answered
            }
        }
        return LedgerLines(counted: counted, excluded: excluded)
    }
}
