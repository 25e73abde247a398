import Foundation
import Reports
import Testing

@Test func draft() throws {
    for school in 0..<5 {
        try Data(SchoolSample.reports.html(school: school)).write(to: URL(filePath: "/tmp/rep/\(school).html"))
        try Data(SchoolSample.reports.json(school: school)).write(to: URL(filePath: "/tmp/rep/\(school).json"))
    }
}
