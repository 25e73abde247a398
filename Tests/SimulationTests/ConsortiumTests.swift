import Foundation
import Parallel
import Testing

@testable import Simulation

@Suite struct ConsortiumTests {
    @Test(arguments: [SurveyDetail.aggregated, .items])
    func sameSeedGivesSameBytesForAnyNumberOfThreads(surveys: SurveyDetail) throws {
        let parameters = Parameters(students: 700, schools: 35, seed: 7, years: SimulatedFiles.threeYears, surveys: surveys)
        let one = try SimulatedFiles(parameters, threads: 1).bytes()
        #expect(one.count == 2 + 6 * 9)
        for threads in [2, 7] {
            #expect(try SimulatedFiles(parameters, threads: threads).bytes() == one, "\(threads) threads")
        }
    }

    @Test func anotherSeedGivesAnotherConsortium() throws {
        let years = [SchoolYear(start: 2016)]
        let one = try SimulatedFiles(Parameters(students: 500, seed: 1, years: years)).bytes()
        let other = try SimulatedFiles(Parameters(students: 500, seed: 2, years: years)).bytes()
        #expect(one.keys == other.keys)
        let same = one.keys.filter { one[$0] == other[$0] }
        #expect(!same.contains { $0.hasSuffix("students.csv") || $0.hasSuffix("assessments.csv") || $0 == "truth.csv" })
    }

    @Test(arguments: DistrictFile.allCases.filter { $0.isWritten(with: .aggregated) })
    func aYearIsTheSameWhicheverOtherYearsAreWritten(file: DistrictFile) throws {
        let last = SchoolYear(start: 2016)
        let alone = try SimulatedFiles(Parameters(students: 3_000, seed: 1, years: [last])).rows(file.name)
        let among = try SimulatedFiles.shared.rows(file.name).filter { $0["year"] == "2016-17" }
        #expect(!alone.isEmpty)
        #expect(alone.count == among.count)
        #expect(Set(alone) == Set(among))
    }

    @Test(arguments: [(200, 6), (1_000, 24), (12_000, 24), (40_000, 80)])
    func everyPlanHasAllStudentsAndSchools(students: Int, schools: Int) {
        let plan = ConsortiumPlan(Parameters(students: students, seed: 3, years: SimulatedFiles.threeYears))
        #expect(plan.schools.count == schools)
        #expect(Set(plan.schools.map(\.id)).count == schools)
        #expect(plan.zonesOfDistrict.count == 6)
        #expect(plan.zones.map(\.places.count).reduce(0, +) == plan.places)
        #expect(abs(Double(plan.places) * 13.2 / Double(students) - 1) < 0.07)
        for zone in plan.zones {
            let attended = Band.allCases.flatMap { band in
                (0..<zone.places.count).map { zone.school(of: $0, in: band) }
            }
            #expect(Set(attended) == Set(0..<zone.schools.count), "every school has an area")
        }
    }

    @Test func aSmallConsortiumHasAllFiles() throws {
        let files = try SimulatedFiles(Parameters(students: 200, seed: 1, years: [SchoolYear(start: 2014)]))
        #expect(try files.rows("schools.csv").count == 6)
        #expect((180...260).contains(try files.rows("enrollments.csv").count))
    }
}
