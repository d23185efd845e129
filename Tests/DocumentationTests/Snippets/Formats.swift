// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct FetchForecast: HostCallable {  // in CBOR, since it contains text
  typealias Response = Forecast
  var city: String
}

struct Forecast: Codable, Equatable, Sendable {
  var celsius: Double
  var warnings: [String]
  var windKnots: Double?  // new; older hosts do not send it
  var sky: Sky?
}

struct Sky: RawRepresentable, Codable, Hashable, Sendable {  // open: an unknown name is a value too
  var rawValue: String
  static let clear = Sky(rawValue: "clear")
  static let cloudy = Sky(rawValue: "cloudy")
}

struct ReadSamples: HostCallable, PlainData {  // raw in both directions
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
  static var wireFormat: WireFormat { .cbor }  // plain, but encoded in CBOR
  var clock: UInt32
}
