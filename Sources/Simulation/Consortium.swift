package import Parallel

/// A synthetic consortium of six districts, written as the canonical CSV files.
///
/// Same parameters, same bytes: for every number of threads, on every machine.
package struct Consortium: Sendable {
    package let parameters: Parameters
    private let plan: ConsortiumPlan

    package init(_ parameters: Parameters) {
        self.parameters = parameters
        plan = ConsortiumPlan(parameters)
    }

    /// Writes all files into `directory`, which is created where it is missing, with those above it.
    ///
    /// Memory holds a few zones for each thread, whatever the size of the consortium.
    ///
    /// - Parameters:
    ///   - overwriting: whether the directory may hold files already.
    ///   - progress: called now and then with the share of zones done, on the calling thread.
    /// - Throws: where a file cannot be written.
    package func write(
        to directory: String, overwriting: Bool = false, workers: Workers, progress: (_ share: Double) -> Void = { _ in }
    ) throws(SimulationError) {
        let root = try OutputDirectory(directory, overwriting: overwriting)
        try writeSchools(to: root)
        let truth = try root.file("truth.csv", header: SchoolEffects.header)
        for district in District.all.indices {
            let files = try DistrictFiles(District.all[district], in: root, parameters.surveys)
            for batch in batches(of: plan.zonesOfDistrict[district], workers) {
                let zones = workers.map(batch.count) { index in
                    var zone = ZoneYears(zone: batch.lowerBound + index, of: plan, parameters)
                    zone.run()
                    return zone.rows
                }
                for rows in zones {
                    try files.write(rows)
                    try truth.write(rows.truth.bytes)
                }
                progress(Double(batch.upperBound) / Double(plan.zones.count))
            }
        }
    }

    /// Zones made at the same time: as many as fit into a fixed amount of memory, but at least one for each thread.
    private func batches(of zones: Range<Int>, _ workers: Workers) -> [Range<Int>] {
        let bytesOfYear = parameters.surveys == .items ? 1_500 : 200
        let zoneBytes = plan.places / plan.zones.count * 13 * parameters.years.count * bytesOfYear
        let size = max(workers.count, Self.memory / max(1, zoneBytes))
        return stride(from: zones.lowerBound, to: zones.upperBound, by: size).map { $0..<min($0 + size, zones.upperBound) }
    }

    /// Bytes of rows kept until they are written, about.
    private static let memory = 100_000_000

    private func writeSchools(to root: OutputDirectory) throws(SimulationError) {
        var rows = RowBuffer()
        for zone in plan.zones {
            let district = District.all[zone.district]
            for school in plan.schools[zone.schools] {
                rows.append(
                    school.id, DistrictID(number: district.id), school.name, district.name, school.kind.level,
                    school.lowGrade, school.highGrade)
            }
        }
        let header = "school_id,district_id,school_name,district_name,school_level,low_grade,high_grade\n"
        try root.file("schools.csv", header: header).write(rows.bytes)
    }
}

/// The open files of one district.
private struct DistrictFiles {
    private var files: [DistrictFile: OutputFile] = [:]

    init(_ district: District, in root: OutputDirectory, _ surveys: SurveyDetail) throws(SimulationError) {
        let directory = try root.subdirectory(district.directory)
        for file in DistrictFile.allCases {
            if file.isWritten(with: surveys) {
                files[file] = try directory.file(file.name, header: file.header)
            } else {
                try directory.remove(file.name)
            }
        }
    }

    func write(_ rows: ZoneRows) throws(SimulationError) {
        for file in DistrictFile.allCases {
            try files[file]?.write(rows[file].bytes)
        }
    }
}
