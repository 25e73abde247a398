internal import Tables

/// The schools that a file's rows may name.
struct SchoolCodes: Sendable {
    private let vocabulary: Vocabulary
    /// By school its district; empty where any file may name any school.
    private let districts: [String]
    /// The district whose file it is; nil for a file of all.
    private var district: String?

    init(_ vocabulary: Vocabulary, districts: [String]) {
        self.vocabulary = vocabulary
        self.districts = districts
    }

    /// The same schools for a file of one district: it names no other district's.
    func named(in district: String?) -> SchoolCodes {
        var codes = self
        codes.district = district
        return codes
    }

    /// The code of a school by its identifier.
    func resolution(of text: String) -> Resolution {
        guard let code = vocabulary.code(of: text) else { return .fault(.unknownSchool) }
        guard let district, !districts.isEmpty, districts[Int(code) - 1] != district else { return .value(code) }
        return .fault(.otherDistrict(districts[Int(code) - 1]))
    }
}
