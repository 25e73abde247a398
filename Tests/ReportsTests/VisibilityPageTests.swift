import Model
import TestSupport
import Testing

@testable import Reports

/// The page of who is seen: its figures, its pictures, and that nothing in a name can break it.
@Suite struct VisibilityPageTests {
    private static let minimums = [1, 10, 20]

    private static func content(title: String = "All students", visibility: [GroupVisibility]? = nil) -> VisibilityPageContent {
        let measures = Measures(
            year: "2016-17", schools: [],
            metrics: ["absence", "growth"].map { MetricWords(key: $0, title: "Metric \($0)", better: .higher, decimals: 2) },
            groups: [GroupWords(key: "all", title: title), GroupWords(key: "el", title: "English learners")], chosenGroups: [], cells: [],
            choices: [])
        return VisibilityPageContent(
            title: "Index", measures: measures,
            visibility: visibility ?? [
                GroupVisibility(metric: 0, group: 0, schools: 4, students: 1200, schoolsSeen: [4, 4, 3], studentsSeen: [1200, 1200, 1185]),
                GroupVisibility(metric: 0, group: 1, schools: 3, students: 40, schoolsSeen: [3, 2, 1], studentsSeen: [40, 35, 25]),
            ], minimums: minimums, minimumN: 20, families: [("Groups", [0, 1])], rules: [])
    }

    private func page(_ content: VisibilityPageContent) -> HTMLPage { HTMLPage(String(decoding: VisibilityPage().html(content), as: UTF8.self)) }

    @Test func `The page is well-formed and needs nothing from elsewhere`() {
        let page = page(Self.content())
        #expect(page.faults == [])
        for name in ["script", "link", "img", "iframe"] { #expect(page.all(name).isEmpty) }
        #expect(page.all("title").first?.text == "Who is seen: Index 2016-17")
        #expect(page.all("h2").map(\.text) == ["Metric absence"])
    }

    @Test func `Tables have the counts and shares behind each picture, which is told in words as well`() {
        let page = page(Self.content()), cells = page.all("td").map(\.text)
        #expect(cells == [
            "4 (100.0%)", "3 (100.0%)", "4 (100.0%)", "2 (66.7%)", "3 (75.0%)", "1 (33.3%)",
            "1,200 (100.0%)", "40 (100.0%)", "1,200 (100.0%)", "35 (87.5%)", "1,185 (98.8%)", "25 (62.5%)",
        ])
        #expect(page.all("desc").map(\.text) == [
            "At a minimum of 20: All students 75.0%, English learners 33.3%.", "At a minimum of 20: All students 98.8%, English learners 62.5%.",
        ])
        #expect(page.all("svg").count == 2 && page.all("li").map(\.text) == ["● All students (all)", "■ English learners (el)"])
    }

    @Test func `A name is text, and nobody to see is no picture`() {
        #expect(page(Self.content(title: "<b>&\"All\"</b>")).faults == [])
        let empty = page(Self.content(visibility: []))
        #expect(empty.faults == [] && empty.all("svg").isEmpty && empty.all("h2").isEmpty)
    }

    @Test func `Lines fall as shares do, and each has a sign of its own`() {
        let plot = VisibilityPlot(
            content: Self.content(), metric: MetricWords(key: "a", title: "A", better: .higher, decimals: 2), family: "Groups",
            members: [0, 1], groups: Self.content().visibility)
        let lines = plot.figure(id: "x").drawings[0].shapes.filter { $0.style.hasPrefix("line") }
        #expect(lines.map(\.style) == ["line g1", "line g2"])
        // 100%, 66.7% and 33.3% from 22 at the top to 190 at the bottom; 1, 10 and 20 of 20 from 44 to 276.
        #expect(lines[1].path == "M55.6 22L160 78L276 134")
        #expect(Set((0..<8).map { GroupSign($0).text }).count == 8)
        #expect(Set((0..<8).map { GroupSign($0).path(at: (0, 0)) }).count == 8)
    }

    @Test func `Names beside the lines keep a line of text apart and stay in the picture`() {
        for ends in [[190.0, 190, 190, 190], [22, 23, 24], [100, 50, 101, 51], [190]] {
            let places = PlotFrame.spread(ends).sorted()
            #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 10.999 })
            #expect(places.allSatisfy { $0 >= 21.999 && $0 <= 184.001 })
        }
    }

    @Test func `The table has a row for every metric, group and minimum`() {
        let content = Self.content(), table = PublishedTable.visibility(content.visibility, minimums: Self.minimums, of: content.measures)
        var rows = RowText()
        for part in 0..<table.partCount { table.addRows(part, &rows) }
        #expect(String(decoding: rows.bytes, as: UTF8.self) == """
            2016-17,absence,all,1,4,4,1200,1200,100.00,100.00
            2016-17,absence,all,10,4,4,1200,1200,100.00,100.00
            2016-17,absence,all,20,3,4,1185,1200,75.00,98.75
            2016-17,absence,el,1,3,3,40,40,100.00,100.00
            2016-17,absence,el,10,2,3,35,40,66.67,87.50
            2016-17,absence,el,20,1,3,25,40,33.33,62.50

            """)
    }
}
