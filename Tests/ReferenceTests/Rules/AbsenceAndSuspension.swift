extension InputRows {
    /// Section 2, chronic absence: students enrolled 31 days or more; an attendance rate at or below 90%.
    func chronicAbsence(_ enrollment: Row) -> Fate {
        guard let enrolled = Int(enrollment["days_enrolled"]!) else { return .unknown("enrolled less than 31 days") }
        if enrolled < 31 { return .excluded("enrolled less than 31 days") }
        guard let rate = attendanceRate(enrollment) else { return .unknownWhetherMet }
        return .counted(meets: rate <= Fraction(90, 100))
    }

    /// Section 2, suspension: every enrolled student once; suspended or expelled at least once.
    func suspension(_ enrollment: Row) -> Fate {
        .counted(meets: removals[[enrollment["student_id"]!, enrollment["school_id"]!], default: 0] > 0)
    }
}
