// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The keys that the codec itself adds to a coding path: the index of an element, and `super`.
///
/// Every element of an array has such a key, so its text is created only on access.
enum CodingPathKey: CodingKey {
  case index(Int)
  case number(Int)
  case name(String)

  init(index: Int) { self = .index(index) }

  init(intValue: Int) { self = .number(intValue) }

  init(stringValue: String) { self = .name(stringValue) }

  static let superclass = CodingPathKey.name("super")

  var stringValue: String {
    switch self {
    case .index(let index): "Index \(index)"
    case .number(let number): "\(number)"
    case .name(let name): name
    }
  }

  var intValue: Int? {
    switch self {
    case .index(let number), .number(let number): number
    case .name: nil
    }
  }
}
