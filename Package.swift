// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// One module, importing exactly what its line names; the rows below follow the layers from bottom to top.
func module(
    _ name: String, imports: [Target.Dependency] = [], resources: [Resource]? = nil, settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: imports, resources: resources, swiftSettings: strict + settings)
}

/// Arithmetic in loops is some fifty times slower in a debug build; the tests of this module would take many minutes.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func tests(of name: String, imports: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + imports, swiftSettings: strict)
}

/// The canonical kinds of file, one Table Schema each, compiled into the tool.
let schemas: [Resource] = [
    "assessments", "courses", "cut_points", "discipline", "english_learners", "enrollments", "graduation_cohorts",
    "growth_coefficients", "growth_knots", "growth_percentiles", "school_growth", "school_results", "schools", "students", "survey_results", "surveys",
].map { .embedInCode("Schemas/\($0).json") }

/// The school report's page: its templates and its style, compiled into the tool.
let pageTemplates: [Resource] = [
    "explanation.mustache", "legend.mustache", "level.mustache", "level_shapes.mustache", "level_short.mustache", "page.css", "page.mustache",
    "rules.mustache",
].map { .embedInCode("School/Templates/\($0)") }

/// The same for pages of pictures with the figures behind them, which have the report's style and their own on top.
let figureTemplates: [Resource] = [
    "data_table.mustache", "drawing.mustache", "figure.mustache", "figures.css", "figures_page.mustache",
    "legend_lines.mustache", "part.mustache",
].map { .embedInCode("Figures/Templates/\($0)") }

let package = Package(
    name: "schoolindex",
    products: [.executable(name: "schoolindex", targets: ["schoolindex"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // The edge: C libraries of the system.
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCbc", providers: [.apt(["coinor-libcbc-dev"])]),
        .systemLibrary(name: "CLinux"),

        // 1: words, columns, conditions, threads.
        module("Parallel"),
        module("Randomness"),
        module("MixedPrograms", imports: ["CCbc"]),
        module("Model"),
        module("Tables", imports: ["Parallel"]),
        module("Conditions", imports: ["Tables"]),

        // 2: the stages; never each other.
        module("Disaggregation", imports: ["Model", "Tables", "Conditions", "Parallel"]),
        module("Banding", imports: ["Model", "Parallel"]),
        module("Aggregation", imports: ["Model", "Parallel"]),
        module("Growth", imports: ["Parallel"], settings: optimized),

        // What follows from the stages, for whoever looks into a finished run.
        module("Sensitivity", imports: ["Model", "MixedPrograms", "Randomness", "Aggregation", "Banding", "Parallel"], settings: optimized),

        // 3: the edges of a run: the pipeline file, the CSV files, the published directory.
        module(
            "Ingestion", imports: ["Tables", "Conditions", "Parallel", "CLibCSV", "CZlib", "CCrypto"],
            resources: schemas),
        module(
            "Pipeline",
            imports: [
                "Model", "Tables", "Conditions", "Disaggregation", "Growth", "Banding", "Aggregation", "Sensitivity", "Ingestion",
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("Schema/pipeline.schema.json")]),
        module(
            "Reports", imports: ["Model", .product(name: "Mustache", package: "swift-mustache")],
            resources: pageTemplates + figureTemplates + [.embedInCode("Explanation/Schema/explanation.schema.json")]),
        module("Simulation", imports: ["Parallel", "Randomness"]),

        // 4: the only place where stages meet.
        module(
            "Engine",
            imports: [
                "Model", "Tables", "Conditions", "Parallel", "Disaggregation", "Banding", "Aggregation", "Growth", "Sensitivity",
                "Pipeline", "Ingestion", "Reports", "CCrypto", "CLinux",
            ]),

        // 5: arguments in, exit code out.
        .executableTarget(
            name: "schoolindex",
            dependencies: [
                "Engine", "Pipeline", "Ingestion", "Reports", "Simulation", "Parallel", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // The tests of each module, of whole runs, and of the tool as it is built.
        .target(
            name: "TestSupport", dependencies: ["CCrypto"], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "ReferenceTests",
            dependencies: ["Engine", "Pipeline", "Aggregation", "Model", "Simulation", "Parallel", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CompositionTests", dependencies: ["Engine", "Growth", "Parallel", "Pipeline", "Simulation", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests", dependencies: ["schoolindex", "TestSupport"], swiftSettings: strict),
        tests(of: "Tables", imports: ["Parallel", "TestSupport"]),
        tests(of: "Model", imports: ["TestSupport"]),
        tests(of: "Banding", imports: ["Model", "Parallel", "TestSupport"]),
        tests(of: "Aggregation", imports: ["Model", "Parallel", "TestSupport"]),
        tests(of: "Disaggregation", imports: ["Model", "Tables", "Conditions", "Parallel", "TestSupport"]),
        tests(of: "Growth", imports: ["Parallel", "TestSupport"]),
        tests(of: "Randomness"),
        tests(of: "MixedPrograms"),
        tests(of: "Sensitivity", imports: ["Model", "Randomness", "Aggregation", "Banding", "Parallel", "TestSupport"]),
        tests(of: "Conditions", imports: ["Tables"]),
        tests(of: "Engine", imports: ["Aggregation", "Model", "Pipeline", "Reports", "TestSupport"]),
        tests(of: "Ingestion", imports: ["Parallel", "Tables", "CLibCSV", "CZlib", "TestSupport"]),
        tests(of: "Reports", imports: ["Model", "TestSupport"]),
        tests(
            of: "Pipeline",
            imports: [
                "Model", "Tables", "Disaggregation", "Banding", "Aggregation", "Sensitivity", "Ingestion", "TestSupport",
                .product(name: "Yams", package: "Yams"),
            ]),
        tests(of: "Simulation", imports: ["Parallel"]),
        // What the articles and the README show is what the tool does.
        .testTarget(
            name: "DocumentationTests",
            dependencies: ["Conditions", "Engine", "Parallel", "Pipeline", "Simulation", "Tables", "TestSupport", "schoolindex"],
            swiftSettings: strict),

        // The rules of the pipelines that ship, worked by hand.
        .testTarget(
            name: "GoldenTests",
            dependencies: [
                "Engine", "Pipeline", "Ingestion", "Aggregation", "Disaggregation", "Conditions", "Model", "TestSupport",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
    ]
)
