internal import Randomness

extension ZoneYears {
    /// Appends what is told of schools, once all students are counted: growth, surveys, and the truth.
    mutating func writeSchoolYears() {
        for school in 0..<zone.schools.count {
            for year in parameters.years {
                effects[school, year].write(school: schoolID(school), year: year, to: &rows.truth)
                let number = UInt64(zone.schools.lowerBound + school)
                var stream = RandomStream(seed: parameters.seed, .results, number, year)
                for subject in Subject.allCases { writeGrowth(of: school, year, subject, &stream) }
                let students = tallies.students(of: school, year)
                if parameters.surveys == .none || students == 0 { continue }
                writeStaffSurvey(of: school, year, students: students)
                if parameters.surveys == .aggregated { writeSurveyResults(of: school, year, &stream) }
            }
        }
    }

    /// Appends a school's growth percentile in a subject for each group with scores.
    ///
    /// The percentile among all schools is that of the true effect and its noise under a normal distribution.
    private mutating func writeGrowth(of school: Int, _ year: SchoolYear, _ subject: Subject, _ stream: inout RandomStream) {
        let schools = parameters.population.schools
        let effect = subject == .ela ? effects[school, year].elaGrowth : effects[school, year].mathGrowth
        let spread = subject == .ela ? schools.elaGrowth : schools.mathGrowth
        let fromAdvantage = schools.growthByAdvantage * parameters.population.composition.zoneSpread
        let variance = spread * spread + fromAdvantage * fromAdvantage
        let metric: StaticString = subject == .ela ? "ela_growth" : "math_growth"
        for group in 0..<Groups.count {
            let n = tallies.scores(of: school, year, subject, group: group)
            let deviate = stream.normal()
            if n == 0 { continue }
            let noise = schools.growthNoise / Double(n).squareRoot()
            let standardized = (effect + noise * deviate) / (variance + noise * noise).squareRoot()
            let percentile = Hundredths(rounding: 100 * PortableMath.normalShare(below: standardized))
            rows.schoolResults.append(schoolID(school), year, metric, Groups.codes[group], n, percentile)
        }
    }

    /// Appends a school's survey results for each construct and group with anyone invited.
    private mutating func writeSurveyResults(of school: Int, _ year: SchoolYear, _ stream: inout RandomStream) {
        let isInvitedMissing = stream.chance(parameters.population.surveys.invitedMissing)
        for construct in SurveyConstruct.all {
            for group in 0..<Groups.count {
                let counts = tallies.answers(of: school, year, construct, group: group)
                if counts.invited == 0 { continue }
                rows.surveyResults.append(
                    schoolID(school), year, construct.respondent, construct.name, Groups.codes[group],
                    isInvitedMissing ? nil : Int(counts.invited), Int(counts.respondents), Int(counts.responses),
                    Int(counts.positive))
            }
        }
    }
}
