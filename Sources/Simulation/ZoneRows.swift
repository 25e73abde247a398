/// The rows of one zone, file by file, waiting to be written in order.
struct ZoneRows: Sendable {
    var students = RowBuffer()
    var enrollments = RowBuffer()
    var assessments = RowBuffer()
    var discipline = RowBuffer()
    var courses = RowBuffer()
    var englishLearners = RowBuffer()
    var graduationCohorts = RowBuffer()
    var surveys = RowBuffer()
    var surveyResults = RowBuffer()
    var schoolResults = RowBuffer()
    var truth = RowBuffer()

    subscript(file: DistrictFile) -> RowBuffer {
        switch file {
        case .students: students
        case .enrollments: enrollments
        case .assessments: assessments
        case .discipline: discipline
        case .courses: courses
        case .englishLearners: englishLearners
        case .graduationCohorts: graduationCohorts
        case .surveys: surveys
        case .surveyResults: surveyResults
        case .schoolResults: schoolResults
        }
    }
}

/// The files of a district's directory.
enum DistrictFile: String, CaseIterable, Sendable {
    case students, enrollments, assessments, discipline, courses
    case englishLearners = "english_learners"
    case graduationCohorts = "graduation_cohorts"
    case surveys
    case surveyResults = "survey_results"
    case schoolResults = "school_results"

    var name: String { rawValue + ".csv" }

    /// The header row with its line feed.
    var header: String {
        switch self {
        case .students: "student_id,year,race_ethnicity,english_proficiency,disability,disadvantaged,foster,homeless\n"
        case .enrollments: "student_id,school_id,year,grade,days_enrolled,days_attended\n"
        case .assessments: "student_id,school_id,year,subject,grade,scale_score,standard_error,achievement_level\n"
        case .discipline: "student_id,school_id,year,incident_id,action,days\n"
        case .courses: "student_id,school_id,year,gpa,ela_grade,math_grade\n"
        case .englishLearners: "student_id,school_id,year,status,start_date,years_at_school,years_as_learner,reclassified_date\n"
        case .graduationCohorts: "student_id,school_id,year,cohort_years,outcome\n"
        case .surveys: "respondent_id,school_id,year,respondent,grade,construct,item,response\n"
        case .surveyResults: "school_id,year,respondent,construct,group,invited,respondents,responses,positive\n"
        case .schoolResults: "school_id,year,metric,group,n,value\n"
        }
    }

    /// Whether a consortium with so much of the surveys has the file.
    func isWritten(with surveys: SurveyDetail) -> Bool {
        switch self {
        case .surveys: surveys == .items
        case .surveyResults: surveys == .aggregated
        default: true
        }
    }
}
