internal import Model

/// The words for subjects, grades and schools on the page of growth diagnostics.
extension GrowthGrade {
    var subjectTitle: String { Self.title(ofSubject: subject) }

    var gradeTitle: String { "Grade \(grade)" }

    var title: String { "\(subjectTitle), grade \(grade)" }

    /// Subjects come as the data name them: `math` is printed as Math, `ela` as ELA.
    private static func title(ofSubject subject: String) -> String {
        let words = subject.replacing("_", with: " ")
        if words.count <= 3 { return words.uppercased() }
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

/// What there is for subjects and grades.
struct Graded<Element> {
    let of: GrowthGrade
    let elements: [Element]

    /// By subject and grade, each where it first stands.
    static func groups(_ elements: [Element], of: (Element) -> GrowthGrade) -> [Graded] {
        var places: [GrowthGrade: Int] = [:]
        var groups: [(of: GrowthGrade, elements: [Element])] = []
        for element in elements {
            let grade = of(element)
            if let place = places[grade] {
                groups[place].elements.append(element)
            } else {
                places[grade] = groups.count
                groups.append((grade, [element]))
            }
        }
        return groups.map { Graded(of: $0.of, elements: $0.elements) }
    }
}

extension PagePart {
    /// A part for each subject, where it first stands.
    ///
    /// - Parameter part: makes a subject's part; numbers from 1 tell its elements apart on the page.
    static func bySubject<Element>(
        _ elements: [Element], of: (Element) -> GrowthGrade,
        part: (_ title: String, _ elements: [(number: Int, element: Element)]) -> PagePart
    ) -> [PagePart] {
        let numbered = elements.enumerated().map { (number: $0.offset + 1, element: $0.element) }
        return Graded.groups(numbered) { GrowthGrade(subject: of($0.element).subject, grade: "") }
            .map { part($0.of.subjectTitle, $0.elements) }
    }
}

/// Counts with their words.
enum CountText {
    static func students(_ count: Int) -> String { Phrases.students(count) }

    static func schools(_ count: Int) -> String { count == 1 ? "1 school" : "\(Phrases.count(count)) schools" }
}
