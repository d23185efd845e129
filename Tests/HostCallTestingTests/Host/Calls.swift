import HostCall

struct Add: HostCallable, Equatable {
  typealias Response = Int
  typealias Failure = AddFailure
  var left: Int
  var right: Int
}

struct AddFailure: Error, Codable, Equatable {
  var reason: String
}

/// Crosses raw, both ways.
struct Halve: HostCallable, PlainData, Equatable {
  typealias Response = Double
  var value: Double
}
