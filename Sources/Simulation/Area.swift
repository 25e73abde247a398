internal import Randomness

/// The attendance area of an elementary school: who lives there.
struct Area: Sendable {
    /// In standard units; 0 is the average of the consortium.
    let advantage: Double
    /// For each race the share of students of it and all races before it.
    private let sharesUpTo: [Double]
    /// For each race the share of disadvantaged students.
    private let disadvantaged: [Double]

    init(of school: Int, in zone: Zone, _ parameters: Parameters) {
        let composition = parameters.population.composition
        var stream = RandomStream(seed: parameters.seed, .neighborhood, UInt64(school))
        let advantage = zone.advantage + composition.areaSpread * stream.normal()
        self.advantage = advantage
        let district = District.all[zone.district]
        let weights = Race.allCases.map { race in
            let slope = composition.raceByAdvantage[race]
            let spread = composition.raceSpread[race]
            let logOdds = slope * (advantage - district.advantage) + spread * stream.normal()
            let variance = slope * slope * composition.advantageVariance + spread * spread
            return district.races[race] * PortableMath.exp(logOdds - variance / 2)
        }
        let sum = weights.reduce(0, +)
        var before = 0.0
        sharesUpTo = weights.map { weight in
            before += weight
            return before / sum
        }
        disadvantaged = Race.allCases.map { race in
            PortableMath.logistic(composition.disadvantage[race] + composition.disadvantageByAdvantage * advantage)
        }
    }

    /// The race of a student who lives here.
    func race(_ stream: inout RandomStream) -> Race {
        let point = stream.uniform()
        return Race.allCases.first { point < sharesUpTo[$0.rawValue] } ?? .twoOrMore
    }

    /// Share of disadvantaged students among those of a race.
    func disadvantaged(_ race: Race) -> Double { disadvantaged[race.rawValue] }
}
