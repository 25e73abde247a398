import Engine
import Model
import Reports
import Testing

/// Explanations of schools whose numbers are worked out by hand from the rules.
@Suite struct ExplanationTests {
    let schools: ExplainedSchools

    init() throws { schools = try ExplainedSchools() }

    /// Best of 60% and 80% is on the bound of level 5; group B has 50%, level 3: 40 · 1/2 · (5/5 + 3/5) = 32. The rank of a mean of
    /// 50 behind one of 75 is 25, level 2, group A's too: 20 · 1/2 · (2/5 + 2/5) = 8. 2 of 5 absent are 40%, level 3, group A's 50%
    /// level 2: 40/3 · 1/2 · (3/5 + 2/5) = 20/3. Of the answers 2/3 and 1/3 are positive, 500/9%, level 3, group A's 250/3%
    /// level 5: 80/3 · 1/2 · (3/5 + 5/5) = 64/3. Together 68.
    @Test func `A whole score, a line for each metric`() throws {
        #expect(try schools.explanation("N").outline == """
            The index: 68.00 of 100.00 – The points of 4 metrics add up to 68; the sum is rounded once.
              Weights before anything is missing – Those for Lower school in 2020-21.
              Study: 40.00 of 60.00 – 32.00 + 8.00 = 40.00.
                Best: 32.00 of 40.00 – 80.00%, level 5. Weight 40. Points: 20.00 All students + 12.00 Lowest group (Group B).
                Standing: 8.00 of 20.00 – 25.00, level 2. Weight 20. Points: 4.00 All students + 4.00 Lowest group (Group A).
              Climate: 28.00 of 40.00 – 6.67 + 21.33 = 28.00.
                Absence: 6.67 of 13.33, exactly 20/3 – 40.00%, level 3. Weight 40/3. Points: 4.00 All students + 2.67 Lowest group (Group A).
                Belonging: 21.33 of 26.67, exactly 64/3 – 55.56%, level 3. Weight 80/3. Points: 8.00 All students + 13.33 Lowest group (Group A).
              Also measured, not part of the index
                Passing – 60.00%, but no level: there are no cut points for it. Not part of the index.
                Easy passing – 80.00%, but no level: there are no cut points for it. Not part of the index.
                Mean score – 50.00, but no level: there are no cut points for it. Not part of the index.
              Rank in the consortium: 3 of 4 – Among the schools with a score, by unrounded scores; equal ones share the smaller rank.
              Rank within its level (Lower school): 2 of 2 – Among the schools with a score, by unrounded scores; equal ones share the smaller rank.
              Rounding – Printed 40.00 + 28.00 = 68.00; exactly 40 + 28 = 68. Printed parts are rounded so that they add up at the school, the largest remainders up, and none above its printed maximum.
            """)
    }

    @Test func `A metric in full: weight, shares, choice, results, levels, rounding`() throws {
        #expect(try schools.explanation("N", "absence").outline == """
            Absence: 6.67 of 13.33, exactly 20/3 – 40.00%, level 3. Weight 40/3. Points: 4.00 All students + 2.67 Lowest group (Group A).
              Weight: 13.33, exactly 40/3 – 40/3 for Lower school.
              Shares – Half for all students, half equally for the scored groups with a result: 1/2 for all students, 1/2 for each of 1 group.
              All students: 4.00 of 6.67 – Weight 40/3 × share 1/2 × level 3 of 5 = 4.
                Result: 40.00% – 2 of 5 students meet the condition `attended / enrolled <= 90%`: 100 × 2 / 5 = 40.00%.
                  Students counted: 5 – In the ledger: 6 enrolled = 5 counted + 1 excluded (enrolled less than 31 days).
                    enrolled less than 31 days: 1
                  Students who meet the rule: 2
                  Level: 3 of 5 – 40.00% reaches 40%, where level 3 begins, and does not reach 30%, where level 4 begins; lower is better. The exact value is compared; on a cut point it gets the better level.
                    Cut points for Lower school – Level 2 from 50, 3 from 40, 4 from 30, 5 from 10. From: 2019-20; 7 schools; by hand.
                    To level 4: 10.00% – Level 4 takes 30% or less. 1 fewer student who meets the rule, 1 of 5, would be 20.00% and level 4.
              Lowest group: 2.67 of 6.66, exactly 8/3 – Weight 40/3 × share 1/2 × level 2 of 5 = 8/3.
                How the group was chosen – Group A with 50.00% has the worst of 2 results, the highest.
                  Group A: 50.00% – 2 students, chosen.
                  Group B: 33.33%, exactly 100/3 – 3 students.
                  Group C – No result: not available.
                Group A: 50.00% – 1 of 2 students meets the condition `attended / enrolled <= 90%`: 100 × 1 / 2 = 50.00%.
                  Students counted: 2
                  Students who meet the rule: 1
                  Level: 2 of 5 – 50.00% reaches 50%, where level 2 begins, and does not reach 40%, where level 3 begins; lower is better. The exact value is compared; on a cut point it gets the better level.
                    Cut points for Lower school – Level 2 from 50, 3 from 40, 4 from 30, 5 from 10. From: 2019-20; 7 schools; by hand.
                    To level 3: 10.00% – Level 3 takes 40% or less. 1 fewer student who meets the rule, 0 of 2, would be 0.00% and level 5.
              Rounding – Printed 4.00 + 2.67 = 6.67; exactly 4 + 8/3 = 20/3. Printed parts are rounded so that they add up at the school, the largest remainders up, and none above its printed maximum.
            """)
    }

    @Test func `Every rule has its sentence, its source and its basis`() throws {
        let absence = try schools.explanation("N", "absence")
        #expect(absence.provenance?.rule == "At or below 90%." && absence.provenance?.source == "The state")
        #expect(absence.provenance?.basis.map { "\($0.part) \($0.basis)" } == ["met stated", "counted assumed"])
        let rules = [.weight: "As agreed.", .shares: "Half and half.", .choice: "The worst.", .level: "Fixed.", .rounding: "Once."]
            as [Explanation.Kind: String]
        for (kind, rule) in rules { #expect(absence.first(kind)?.provenance?.rule == rule) }
    }

    // MARK: Ways to make a result

    @Test func `The best of several metrics names them all`() throws {
        let result = try #require(try schools.explanation("N", "best").first(.result, "all"))
        #expect(result.sentence == "The highest of Passing 60.00% and Easy passing 80.00%: 80.00%.")
        #expect(result.children.filter { $0.kind == .result }.map { "\($0.title) \($0.number ?? "")" } == ["Passing 60.00%", "Easy passing 80.00%"])
    }

    @Test func `A rank tells its place among how many schools`() throws {
        let result = try #require(try schools.explanation("N", "standing").first(.result, "all"))
        #expect(result.sentence == """
            By Mean score, of 2 schools (Lower school) with a result 0 are worse and 1 equal, itself among them and counted half: \
            100 × (0 + 1/2) / 2 = 25.00.
            """)
        #expect(result.first(.result, "all")?.children.first { $0.kind == .result }?.sentence == "The mean of `score` of 5 students: 50.00.")
        let first = try #require(try schools.explanation("W", "standing").first(.result, "all"))
        #expect(first.sentence.contains("1 is worse and 1 equal") && first.value == "75.00")
    }

    @Test func `Parts are told with their counts and weights`() throws {
        let result = try #require(try schools.explanation("N", "belonging").first(.result, "all"))
        #expect(result.sentence == "The mean by construct, none of which may be missing: (2 × 200/3 + 100/3) / 3 = 55.56%.")
        #expect(result.children.filter { $0.kind == .part }.map { "\($0.title): \($0.number ?? "") \($0.sentence)" } == [
            "safe: 66.67%, exactly 200/3 2 of 3 responses. Weight 2.", "heard: 33.33%, exactly 100/3 1 of 3 responses. Weight 1.",
        ])
        #expect(result.number == "55.56%, exactly 500/9")
    }

    @Test func `A part that is missing leaves no result, and its weight moves`() throws {
        #expect(try schools.explanation("W", "belonging").outline == """
            Belonging – No result: not available. Its 80/3 points went to the other metrics of its domain.
              Weight: 26.67, exactly 80/3 – 80/3 for Lower school.
                Weights of metrics without a result – Belonging has no level; its 80/3 of 40 points go to the others in proportion, whose weights are multiplied by 40 ÷ (40/3) = 3.
                  Belonging: 26.67, exactly 80/3 – Not available.
              All students – No result: not available.
                Students counted: 2 – In the ledger: 2 enrolled = 2 counted.
            """)
    }

    // MARK: The chosen group

    @Test func `Among equal results of as many students the group listed first is chosen`() throws {
        let listed = try #require(try schools.explanation("N", "passing", "lowest").first(.choice))
        #expect(listed.sentence == "Group A with 50.00% has the worst of 2 results, the lowest. Group B has the same; Group A is listed first.")
    }

    @Test func `More students decide between equal results`() throws {
        // Nobody of groups A (2 students) and B (3 students) was present so little.
        let all = try ExplainedSchools([("met: attended / enrolled <= 90%", "met: attended / enrolled <= 10%")])
        let choice = try #require(try all.explanation("N", "absence", "lowest").first(.choice))
        #expect(choice.sentence == """
            Group B with 0.00% has the worst of 2 results, the highest. Group A has the same; Group B has more students, 3 against 2.
            """)
        #expect(choice.first(.chosen)?.key == "B")
    }

    @Test func `One group's result alone, and what it earns as the lowest`() throws {
        let group = try schools.explanation("N", "absence", "A")
        #expect(group.kind == .result && group.number == "50.00%")
        #expect(group.children.last?.kind == .component && group.children.last?.value == "2.67")
        let small = try schools.explanation("N", "passing", "C")
        #expect(small.outline == """
            Group C – No result: fewer than 2 students (1).
              Students counted: 1
            """)
        #expect(small.provenance?.rule == "Two students.")
    }

    // MARK: Missing metrics, span schools, no score

    /// Absence 25% is level 3, group A's 50% level 1; its weight of 20 doubles, since nobody answered.
    @Test func `A missing metric's weight moves within its domain`() throws {
        let score = try schools.explanation("S"), moved = try #require(score.first(.redistribution))
        #expect(score.value == "52.00")
        #expect(moved.sentence == "Belonging has no level; its 20 of 40 points go to the others in proportion, whose weights are multiplied by 40 ÷ 20 = 2.")
        #expect(moved.provenance?.rule == "In proportion.")
        #expect(score.first(.metric, "absence")?.sentence == """
            25.00%, level 3. Weight 20, 40 with what moved to it. Points: 12.00 All students + 4.00 Lowest group (Group A).
            """)
        let weight = try #require(try schools.explanation("S", "absence").first(.weight))
        #expect(weight.sentence == "20 for Upper school; × 2 for what moved from metrics without a level = 40.")
    }

    @Test func `A missing metric's weight moves everywhere`() throws {
        let everywhere = try ExplainedSchools([("redistribute: within_domain", "redistribute: everywhere")])
        let score = try everywhere.explanation("S")
        #expect(score.children.first { $0.kind == .redistribution }?.sentence == """
            Belonging has no level; its 20 of 100 points go to the others in proportion, whose weights are multiplied by 100 ÷ 80 = 1.25.
            """)
        #expect(score.first(.metric, "belonging")?.sentence == "No result: not available. Its 20 points went to the other metrics.")
        // 37.5 · 3/5 twice and 25 · (3/5 + 1/5) / 2.
        #expect(score.value == "55.00")
    }

    @Test func `A span school has the mean of its levels' weights and the cut points of the larger`() throws {
        let score = try schools.explanation("P")
        #expect(score.first(.weight)?.sentence == "The mean of those for Lower school and Upper school in 2020-21, by the students at each.")
        #expect(score.first(.weight)?.children.map(\.sentence) == ["1/3 Lower school (1 student) + 2/3 Upper school (2 students)."])
        let absence = try schools.explanation("P", "absence")
        #expect(absence.first(.weight)?.sentence == """
            (1/3) × (40/3) (Lower school) + (2/3) × 20 (Upper school) = 160/9; × 2.25 for what moved from metrics without a level = 40.
            """)
        #expect(absence.first(.bounds)?.title == "Cut points for Upper school")
        #expect(absence.first(.level)?.sentence.hasPrefix("0.00% reaches 10%, where level 5 begins; lower is better.") == true)
        #expect(absence.first(.next) == nil)
    }

    @Test func `A school without a score says why`() throws {
        let score = try schools.explanation("E")
        #expect(score.value == nil)
        #expect(score.sentence == "There is no score: no result for any metric of the Study.")
        #expect(score.first(.redistribution)?.sentence == "Best and Standing have no level, and nothing else is there: 60 points have nowhere to go.")
        #expect(score.first(.metric, "best")?.sentence == "No result: not available. The school has no score.")
    }

    @Test func `Without an index each metric stands for itself`() throws {
        let range = ExplainedSchools.indexText
        let plain = try ExplainedSchools([(range, ""), ("  - {stage: aggregate, with: {index: index}}\n", ""), ("[scores, points, results]", "[results]")])
        let score = try plain.explanation("N")
        #expect(score.title == "Five schools" && score.sentence == "The pipeline computes no index: each metric stands for itself.")
        #expect(score.first(.metric, "absence")?.sentence == "40.00%, level 3. Not part of the index.")
    }

    // MARK: Levels

    @Test func `The closed side and the rounded value are told as the pipeline declares them`() throws {
        let worse = try ExplainedSchools([("closed: better_side, taken_from: unrounded", "closed: worse_side, taken_from: rounded")])
        let level = try #require(try worse.explanation("N", "absence").first(.level))
        // 40% is on the bound and stays at level 2.
        #expect(level.sentence == """
            40.00% reaches 50%, where level 2 begins, and does not reach 40%, where level 3 begins; lower is better. The printed value is \
            compared; on a cut point it gets the worse level.
            """)
        #expect(level.first(.next)?.sentence == "Level 3 takes less than 40%. 1 fewer student who meets the rule, 1 of 5, would be 20.00% and level 4.")
    }

    // MARK: Questions without an answer

    static let questions: [(school: String, metric: String?, group: String?, problem: String)] = [
        ("X", nil, nil, "there is no school `X` in the run. Did you mean `E`?"),
        ("N", "absense", nil, "there is no metric `absense` in the run. Did you mean `absence`?"),
        ("N", "absence", "lowset", "there is no group `lowset` in the run. Did you mean `lowest`?"),
        ("N", "absence", "everybody", "there is no group `everybody` in the run. There are all, A, B, C, lowest."),
    ]

    @Test(arguments: questions) func aQuestionWithoutAnAnswerSaysWhatWasMeant(
        question: (school: String, metric: String?, group: String?, problem: String)
    ) throws {
        do {
            _ = try schools.explanation(question.school, question.metric, question.group)
            Issue.record("an answer to \(question)")
        } catch ExplainFailure.question(let problem) {
            #expect(problem == question.problem)
        }
    }

    @Test func `A school is found by a part of its name that no other has`() throws {
        #expect(try schools.run.explanation(school: "nor").school.id == "N")
        do {
            _ = try schools.run.explanation(school: "th")
            Issue.record("two schools are meant")
        } catch ExplainFailure.question(let problem) {
            #expect(problem == "2 schools' names have `th` in them: N (North), S (South). Give the code of one.")
        }
    }
}
