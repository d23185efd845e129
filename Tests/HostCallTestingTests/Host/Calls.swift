// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

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

/// Raw in both directions.
struct Halve: HostCallable, PlainData, Equatable {
  typealias Response = Double
  var value: Double
}
