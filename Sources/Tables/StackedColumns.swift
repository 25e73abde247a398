extension Column {
    /// This column with another one of its type below it; texts of both get one vocabulary.
    ///
    /// - Returns: nil where both have more different texts than a vocabulary holds.
    package func followed(by other: Column) -> Column? {
        switch (self, other) {
        case (.key(let own), .key(let more)): return .key(own + more)
        case (.short(let own), .short(let more)): return .short(own + more)
        case (.integer(let own), .integer(let more)): return .integer(own + more)
        case (.number(let own), .number(let more)): return .number(own + more)
        case (.boolean(let own), .boolean(let more)): return .boolean(own + more)
        case (.date(let own), .date(let more)): return .date(own + more)
        case (.text(let own, var words), .text(let more, let others)):
            var codes: [UInt16] = [0]
            for text in others.texts {
                guard let code = words.insert(text) else { return nil }
                codes.append(code)
            }
            return .text(own + more.map { codes[Int($0)] }, words)
        default: preconditionFailure("columns of one type stand below each other")
        }
    }
}
