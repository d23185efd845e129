// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A coding key for a step that is not one of a type's own keys: an element's index, or the superclass.
struct ProbeKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }

  static let superKey = ProbeKey(stringValue: "super")
}
