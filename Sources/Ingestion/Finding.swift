/// Something wrong with the data: where, what, and how to mend it.
package struct Finding: Sendable, Hashable, Codable {
    package enum Severity: String, Sendable, CaseIterable, Comparable, Codable {
        case note, warning, error

        package static func < (left: Severity, right: Severity) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    package let severity: Severity
    package let source: String
    /// The file's path below its directory.
    package let file: String
    /// The physical line, from 1; nil where the finding is about the file.
    package let line: Int?
    package let column: String
    package let value: String
    /// The rule's short name, stable across versions.
    package let rule: String
    package let problem: String
    package let remedy: String

    package init(
        severity: Severity, source: String, file: String, line: Int?, column: String, value: String, rule: String,
        problem: String, remedy: String
    ) {
        self.severity = severity
        self.source = source
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.rule = rule
        self.problem = problem
        self.remedy = remedy
    }
}

/// What can be wrong with one value. Its texts stand together below.
enum ValueFault: Sendable, Equatable {
    case missing
    case notWhole
    case notNumber
    case tooManyDigits
    case notDate
    case notTruth(yes: String, no: String)
    case notAllowed([String])
    case below(Int64)
    case above(Int64)
    case unknownSchool
    /// The school is of another district than the file; its district.
    case otherDistrict(String)

    var rule: String {
        switch self {
        case .missing: "required"
        case .notWhole, .notNumber, .tooManyDigits, .notDate, .notTruth: "type"
        case .notAllowed: "enum"
        case .below: "minimum"
        case .above: "maximum"
        case .unknownSchool, .otherDistrict: "foreign_key"
        }
    }

    var problem: String {
        switch self {
        case .missing: "is empty, but every row needs it"
        case .notWhole: "is not a whole number"
        case .notNumber: "is not a number"
        case .tooManyDigits: "has more digits than the tool keeps (nine before and nine after the point)"
        case .notDate: "is not a date"
        case .notTruth: "is neither yes nor no"
        case .notAllowed: "is not one of the values that the column may have"
        case .below(let minimum): "is less than \(minimum)"
        case .above(let maximum): "is greater than \(maximum)"
        case .unknownSchool: "is not a school of the schools file"
        case .otherDistrict(let district): "is a school of district \(district), whose file this is not"
        }
    }

    var remedy: String {
        switch self {
        case .missing: "Fill it in, or leave the row out"
        case .notWhole: "Write digits only, as 175"
        case .notNumber: "Write digits with a decimal point, as 2481.5, without thousands separators or units"
        case .tooManyDigits: "Round it to nine decimals"
        case .notDate: "Write the date as 2016-08-15"
        case .notTruth(let yes, let no): "Write \(yes) or \(no), or leave it empty where it is not known"
        case .notAllowed(let allowed): "Use one of \(allowed.joined(separator: ", ")), or add a recode to the source in the pipeline file"
        case .below, .above: "Correct the value, or leave it empty where it is not known"
        case .unknownSchool: "Correct the code, or add the school to the schools file"
        case .otherDistrict: "Correct the code, or move the row to that district's file"
        }
    }
}
