internal import Glibc

/// A file that cannot be read as CSV at all: where, what, and how to mend it.
///
/// Faults of single records are no `CSVFault`: they are `MalformedRecord`s of their batch.
package struct CSVFault: Error, Equatable, CustomStringConvertible {
    /// The path, with `:line` where a line is meant.
    package let place: String
    package let problem: String
    package let remedy: String
    /// Whether the file itself can't be had, as opposed to what is in it.
    package var isUnreadable = false

    package var description: String { "\(place): \(problem). \(remedy)." }
}

/// The texts.
extension CSVFault {
    /// `code` is the system's error number.
    static func cannotOpen(_ path: String, _ code: Int32) -> CSVFault {
        let remedy =
            switch code {
            case ENOENT: "Check the path, or ask the district for the file"
            case EACCES: "Give the account that runs the pipeline permission to read it"
            default: "Check the path and its permissions"
            }
        return CSVFault(
            place: path, problem: "cannot open the file: \(words(for: code))", remedy: remedy, isUnreadable: true)
    }

    static func isDirectory(_ path: String) -> CSVFault {
        CSVFault(
            place: path, problem: "is a directory, not a file", remedy: "Name the CSV file inside it",
            isUnreadable: true)
    }

    /// A pipe or a device: it may never end, and can't be read a second time for its rejected rows.
    static func notAFile(_ path: String) -> CSVFault {
        CSVFault(
            place: path, problem: "is a pipe or a device, not a file", remedy: "Write the data to a file first",
            isUnreadable: true)
    }

    static func cannotRead(_ path: String, afterBytes offset: Int, _ code: Int32) -> CSVFault {
        CSVFault(
            place: path, problem: "cannot read the file after \(offset) bytes: \(words(for: code))",
            remedy: "Copy the file again, and check the disk or network share it is on", isUnreadable: true)
    }

    static func truncatedGzip(_ path: String) -> CSVFault {
        CSVFault(
            place: path, problem: "the gzip data stops before its end",
            remedy: "The transfer was cut short: copy the file again, and test it with `gzip -t`")
    }

    static func damagedGzip(_ path: String, _ detail: String) -> CSVFault {
        CSVFault(
            place: path, problem: "the gzip data is damaged (\(detail))",
            remedy: "Copy the file again, and test it with `gzip -t`")
    }

    static func notUTF8(_ path: String, encoding: String) -> CSVFault {
        CSVFault(place: path, problem: "the file is \(encoding), not UTF-8", remedy: "Save the file as UTF-8")
    }

    static func noHeader(_ path: String, skipped: Int) -> CSVFault {
        let below = skipped == 0 ? "" : " below its first \(skipped) \(skipped == 1 ? "line" : "lines")"
        return CSVFault(
            place: path, problem: "no header row: the file is empty\(below)",
            remedy: "Send the file with its header row, even where there are no records")
    }

    static func headerTooLong(_ path: String, line: Int, limit: Int) -> CSVFault {
        CSVFault(
            place: "\(path):\(line)", problem: "the header row is longer than \(limit) bytes",
            remedy: "Check that the file is CSV and has line ends, and that every quote in the header is closed")
    }

    static func malformedHeader(_ path: String, line: Int, _ fault: MalformedRecord.Fault) -> CSVFault {
        CSVFault(place: "\(path):\(line)", problem: "the header row: \(fault.problem)", remedy: fault.remedy)
    }

    static func duplicateColumn(_ path: String, line: Int, name: String, positions: (Int, Int)) -> CSVFault {
        CSVFault(
            place: "\(path):\(line)",
            problem: "the header names `\(name)` twice, as columns \(positions.0) and \(positions.1)",
            remedy: "Rename or remove one of the two")
    }

    private static func words(for code: Int32) -> String { String(cString: strerror(code)) }
}
