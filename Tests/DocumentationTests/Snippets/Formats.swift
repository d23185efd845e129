import HostCall

struct FetchForecast: HostCallable {  // as CBOR: it has text in it
  typealias Response = Forecast
  var city: String
}

struct Forecast: Codable, Equatable, Sendable {
  var celsius: Double
  var warnings: [String]
  var windKnots: Double?  // new: hosts of last year do not send it
  var sky: Sky?
}

struct Sky: RawRepresentable, Codable, Hashable, Sendable {  // open: a later name is a value like any other
  var rawValue: String
  static let clear = Sky(rawValue: "clear")
  static let cloudy = Sky(rawValue: "cloudy")
}

struct ReadSamples: HostCallable, PlainData {  // raw both ways
  typealias Response = Sample
  var channel: UInt32
}

struct Sample: Codable, Equatable, PlainData {
  var seconds: Double
  var channel: UInt32
  var flags: UInt32
}

struct ResetClock: HostCallable, PlainData {
  typealias Response = Empty
  static var wireFormat: WireFormat { .cbor }  // plain, and yet to be read by hosts with CBOR
  var clock: UInt32
}
