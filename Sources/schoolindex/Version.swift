import Engine

enum Version {
    static let text = Run.toolVersion
}
