/// A student's way through the schools of a zone: where the student lives, comes from and moves, drawn once.
struct Path {
    /// Places in the zone: before and after the move, if there is one.
    let place: Int
    let laterPlace: Int
    let movesIn: Grade?
    /// Instruction day of arrival in the first year, and of departure in the last.
    let arrival: Int
    let departure: Int
    /// The school of the district that the student attended before, in the first year.
    let firstElsewhere: SchoolID?

    func place(in grade: Grade) -> Int {
        if let movesIn, grade >= movesIn { return laterPlace }
        return place
    }
}

extension ZoneYears {
    /// - Parameter grades: from the first to the last grade here.
    func path(of student: UInt64, place: Int, grades: ClosedRange<Grade>) -> Path {
        let mobility = parameters.population.mobility
        var stream = RandomStream(seed: parameters.seed, .path, student)
        let isNewcomer = grades.lowerBound > .kindergarten
        let arrival = isNewcomer && stream.chance(mobility.partialYear) ? stream.integer(15...130) : 0
        let leavesEarly = grades.upperBound < .last && stream.chance(mobility.partialYear)
        let departure = leavesEarly ? stream.integer(min(arrival + 20, mobility.days)...mobility.days) : mobility.days
        let isFromElsewhere = isNewcomer && stream.chance(mobility.firstElsewhere)
        let elsewhere = isFromElsewhere ? schoolElsewhere(in: grades.lowerBound.band, &stream) : nil
        let laterPlace = stream.integer(0...zone.places.count - 1)
        var grade = grades.lowerBound.next
        while grade <= grades.upperBound, !stream.chance(mobility.move) { grade = grade.next }
        return Path(
            place: place, laterPlace: laterPlace, movesIn: grade <= grades.upperBound ? grade : nil, arrival: arrival,
            departure: departure, firstElsewhere: elsewhere)
    }

    /// Any school of the district that teaches the band.
    private func schoolElsewhere(in band: Band, _ stream: inout RandomStream) -> SchoolID {
        let zones = plan.zonesOfDistrict[zone.district]
        let other = stream.integer(zones.lowerBound...zones.upperBound - 1)
        let place = stream.integer(0...plan.zones[other].places.count - 1)
        return plan.schoolIDs[plan.zones[other].schools.lowerBound + plan.zones[other].school(of: place, in: band)]
    }
}
