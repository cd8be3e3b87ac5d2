import Foundation

/// Chance that depends on a day's seed and on what it decides, and on nothing else: so two fleets that are tried with the same seed meet the
/// same shoppers, the same late shops and the same closed doors, and what differs between them is the fleets' doing.
struct Chance {
    /// What is decided. The numbers are part of what a seed means.
    enum Purpose: UInt64 {
        case demand = 1
        case packing, door, service, leg, sickness, weather, search
    }

    private var random: SplitMix64

    init(seed: UInt64, _ purpose: Purpose, _ number: Int = 0, _ part: Int = 0) {
        var mixer = SplitMix64(seed: seed)
        for word in [purpose.rawValue, UInt64(bitPattern: Int64(number)), UInt64(bitPattern: Int64(part))] {
            mixer = SplitMix64(seed: mixer.next() ^ (word &* 0xD6E8_FEB8_6659_FD93))
        }
        random = mixer
    }

    /// Uniform in 0..<1.
    mutating func unit() -> Double { Double.random(in: 0..<1, using: &random) }

    mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

    /// Exponential with this mean.
    mutating func exponential(mean: Double) -> Double { -mean * log(1 - unit()) }

    /// Lognormal with mean 1; `spread` is the standard deviation of its logarithm, 0 for always 1.
    mutating func factor(spread: Double) -> Double {
        guard spread > 0 else { return 1 }
        // Box and Muller 1958; mean 1 needs a median of e^(-s²/2).
        let normal = (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
        return exp(spread * normal - spread * spread / 2)
    }

    mutating func element<Element>(of elements: [Element]) -> Element? { elements.randomElement(using: &random) }

    mutating func some<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        Array(elements.shuffled(using: &random).prefix(count))
    }

    /// One of the values, as often as its weight says.
    /// - Precondition: there is one, and the weights are not negative.
    mutating func draw<Value>(_ choices: [(value: Value, weight: Double)]) -> Value {
        var ticket = unit() * choices.reduce(0) { $0 + $1.weight }
        for choice in choices {
            ticket -= choice.weight
            if ticket < 0 { return choice.value }
        }
        return choices[choices.count - 1].value
    }
}
