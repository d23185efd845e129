// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros

/// A field of a map: a property, a parameter of a call, or an associated value.
struct Field {
  /// The name in Swift, in backticks if it is written in them.
  let source: String
  var key: FieldKey
  var type: FieldType?
  /// Whether an argument for it has a label, unlike that of `case segment(Int, Int)`.
  var hasLabel = true
  /// Whether the field is in messages that are decoded, unlike `let version = 1`.
  var isDecoded = true
  var documentation: String?

  /// Returns the field with another key.
  func with(_ key: FieldKey) -> Field {
    var field = self
    field.key = key
    return field
  }

  /// The name for a local variable with the field's value.
  ///
  /// It differs from the names that generated code uses itself. `value` becomes `value_`, and so `value_` becomes
  /// `value__`: different fields have different variables.
  var local: String {
    var stem = Substring(bare)
    while stem.hasSuffix("_") { stem.removeLast() }
    return Self.taken.contains(String(stem)) ? bare + "_" : source
  }

  /// The property, as an expression inside of a method.
  var property: String { local == source ? source : "self." + source }

  /// The name as the label of an argument.
  var label: String { argumentLabel(bare) }

  /// The name as the label of a declared parameter.
  var declaredLabel: String { parameterLabel(bare) }

  /// The name without backticks.
  var bare: String { source.filter { $0 != "`" } }

  /// The maximum number of fields, or of cases, that a reader keeps track of in a map.
  static let maximumCount = 256

  private static let taken: Set = [
    "self", "reader", "writer", "map", "payload", "field", "part", "count", "value", "start",
  ]
}
#endif
