import TestSupport

extension Mistake {
    /// Mistakes in student groups.
    static let groupMistakes: [Mistake] = [
        Mistake(
            "No group of all students", SmallPipeline()
                .replacing("all: {title: All students, rule: Everybody., source: none, basis: assumed, when: true}", with: ""),
            schema: .refuses,
            "28:1: there is no group `all` with a condition. Add it with `when: true`; every result is reported for all students."),
        Mistake(
            "Neither condition nor choice", SmallPipeline()
                .replacing(#"when: student.race_ethnicity == "WH""#, with: ""),
            schema: .refuses,
            "30:3: group `white` has neither `when` nor `lowest_of`. Write either a condition over the students' columns, or the list of groups to choose from."),
        Mistake(
            "Condition and choice", SmallPipeline()
                .adding("lowest_of: [latino]", below: #"when: student.race_ethnicity == "WH""#),
            schema: .refuses,
            "30:3: group `white` has both `when` and `lowest_of`. Write either a condition over the students' columns, or the list of groups to choose from."),
        Mistake(
            "An empty condition", SmallPipeline()
                .replacing(#"when: student.race_ethnicity == "WH""#, with: #"when: """#),
            schema: .accepts,
            "35:12: `when` of group `white` over source `enrollments`, at character 1 (the end): The condition is empty. Write one, such as days_enrolled >= 31, or true where every row counts."),
        Mistake(
            "A condition left out behind its key", SmallPipeline()
                .replacing(#"when: student.race_ethnicity == "WH""#, with: "when:"),
            schema: .refuses,
            "35:5: `when` of group `white` is empty. Write a condition over the students' columns."),
        Mistake(
            "An unknown join in a condition", SmallPipeline()
                .replacing(#"when: student.race_ethnicity == "WH""#, with: #"when: studnet.race_ethnicity == "WH""#),
            schema: .accepts,
            "35:11: `when` of group `white` over source `enrollments`, at character 1 (studnet): There is no join `studnet`. Did you mean `student`?"),
        Mistake(
            "A race that does not exist", SmallPipeline()
                .replacing(#"when: student.race_ethnicity == "WH""#, with: #"when: student.race_ethnicity == "WE""#),
            schema: .accepts,
            #"35:37: `when` of group `white` over source `enrollments`, at character 27 ("WE"): student.race_ethnicity is never "WE". Did you mean "WH"? It is one of AA, AI, AS, FI, LX, PI, WH, TW."#),
        Mistake(
            "A choice among unknown groups", SmallPipeline()
                .replacing("lowest_of: [white, latino]", with: "lowest_of: [white, latina]"),
            schema: .accepts,
            "42:24: `lowest_of` of group `lowest`: there is no group `latina`. Did you mean `latino`?"),
        Mistake(
            "A choice among chosen groups", SmallPipeline()
                .replacing("lowest_of: [white, latino]", with: "lowest_of: [white, lowest, white]"),
            schema: .refuses,
            "42:24: `lowest_of` of group `lowest` names `lowest`, which has no condition of its own. Choose among groups with `when`.",
            "42:32: `lowest_of` of group `lowest` names `white` twice. Keep one."),
        Mistake(
            "A choice among none", SmallPipeline()
                .replacing("lowest_of: [white, latino]", with: "lowest_of: []"),
            schema: .refuses,
            "42:5: `lowest_of` of group `lowest` names no group. List the groups to choose from."),
        Mistake(
            "An unknown tie rule", SmallPipeline()
                .replacing("ties: [more_students, listed_first]", with: "ties: [most_students]"),
            schema: .refuses,
            "43:12: `ties` of group `lowest` names `most_students`, which decides no tie. Did you mean `more_students`? Use more_students, listed_first."),
        Mistake(
            "Ties without a choice", SmallPipeline()
                .adding("ties: [listed_first]", below: #"when: student.race_ethnicity == "WH""#),
            schema: .refuses,
            "36:5: `ties` of group `white` decides nothing, since the group has a condition. Take it out; it goes with `lowest_of`."),
        Mistake(
            "An unknown key of a group", SmallPipeline()
                .replacing("title: White", with: "titel: White"),
            schema: .refuses,
            "30:3: group `white` lacks `title`. Name the group as reports are to print it.",
            "31:5: `titel` is not a key of group `white`. Did you mean `title`? It takes basis, lowest_of, rule, source, ties, title, when."),
        Mistake(
            "A group that is a text", SmallPipeline()
                .replacing(#"latino: {title: Latino, rule: By race., source: none, basis: assumed, when: student.race_ethnicity == "LX"}"#, with: "latino: Latino"),
            schema: .refuses,
            "36:11: group `latino` is `Latino`. It must be keys with values, written `key: value`."),
        Mistake(
            "A group that is empty", SmallPipeline()
                .replacing(#"latino: {title: Latino, rule: By race., source: none, basis: assumed, when: student.race_ethnicity == "LX"}"#, with: "latino:"),
            schema: .refuses,
            "36:3: `latino` of `groups` is empty. Write its keys below it, or take it out."),
        Mistake(
            "Too many groups", SmallPipeline()
                .replacing("white:", with: "white: &white")
                .replacing("lowest:", with: "g1: *white\ng2: *white\ng3: *white\ng4: *white\ng5: *white\ng6: *white\ng7: *white\ng8: *white\ng9: *white\ng10: *white\ng11: *white\ng12: *white\ng13: *white\ng14: *white\ng15: *white\ng16: *white\ng17: *white\ng18: *white\ng19: *white\ng20: *white\ng21: *white\ng22: *white\ng23: *white\ng24: *white\ng25: *white\ng26: *white\ng27: *white\ng28: *white\ng29: *white\ng30: *white\nlowest:"),
            schema: .accepts,
            "28:1: 33 groups have conditions. At most 32 can be counted; take some out."),
    ]
}
