internal import Foundation

/// A copy of `fixtures/small` for one test to change: six districts, 15 schools, about 600 students a year.
///
/// Made by `schoolindex simulate --students 600`; nothing depends on more than its names and its being sound.
package final class SmallConsortium {
    private let directory: TemporaryDirectory
    package var path: String { directory("data") }

    package static let districts = ["0199259", "1099166", "1999725", "1999733", "3099670", "3899478"]

    package init() throws {
        directory = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: RepositoryFile.path("fixtures/small"), toPath: path)
    }

    package func text(_ file: String) throws -> String { try directory.text("data/" + file) }

    package func write(_ file: String, _ bytes: some Collection<UInt8>) throws { try directory.write("data/" + file, bytes) }

    package func write(_ file: String, _ text: String) throws { try directory.write("data/" + file, text) }

    package func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/" + file) }

    /// The lines of a file, the header first, without their line ends.
    package func lines(_ file: String) throws -> [String] {
        try text(file).split(separator: "\n").map(String.init)
    }

    /// The places in `lines` of a year's rows.
    package func places(_ file: String, year: String = "2016-17") throws -> [Int] {
        try lines(file).enumerated().filter { $0.element.contains(",\(year)") }.map(\.offset)
    }

    /// Writes a value into a column of a row of 2016-17.
    ///
    /// - Parameter row: among the rows of the year, from 0.
    /// - Returns: the row's physical line, from 1.
    @discardableResult
    package func set(_ file: String, _ column: String, of row: Int = 0, to value: String) throws -> Int {
        let place = try places(file)[row]
        try edit(file) { lines in
            let position = lines[0].split(separator: ",").firstIndex { $0 == column }!
            var fields = lines[place].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            fields[position] = value
            lines[place] = fields.joined(separator: ",")
        }
        return place + 1
    }

    /// Changes the lines of a file.
    package func edit(_ file: String, _ change: (inout [String]) -> Void) throws {
        var lines = try lines(file)
        change(&lines)
        try write(file, lines.map { $0 + "\n" }.joined())
    }
}
