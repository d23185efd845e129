// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The types of a call and its outline, as far as they could be determined.
struct SchemaFinding: Sendable {
  /// The types, with a rule for each named type.
  let structure: CallTypes
  let outline: SchemaOutline

  /// The types in the form of CDDL; see ``CallTypes/condensed``.
  var types: CallTypes { structure.condensed }

  /// The maximum number of attempts; each skips the types that did not return before.
  private static let maximumAttempts = 3

  /// Computes the schema of a call, a stream or an event, within ``ProbeLimits``.
  static func find(_ probe: CallProbe) -> SchemaFinding {
    for _ in 0..<maximumAttempts {
      let outcome = ProbeThread.run { watch in SchemaFinding(probe.types(watch)) }
      switch outcome {
      case .finished(let finding): return finding
      case .stuck(let type?): StuckTypes.insert(type)
      case .stuck(nil): break
      }
    }
    return SchemaFinding(probe.types { "\(TypeName.of($0)) takes longer to describe than \(ProbeLimits.time)" })
  }

  /// Describes a call without examining its types; parts in CBOR are unknown.
  static func unprobed(_ probe: CallProbe) -> SchemaFinding {
    SchemaFinding(probe.types { _ in "schema checks are off" })
  }

  private init(_ types: CallTypes) {
    structure = types
    outline = OutlineWriter.outline(of: types)
  }
}
