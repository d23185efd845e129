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

  /// Computes the schema of a call, within ``ProbeLimits``.
  static func find<C: HostRequest>(
    _ type: C.Type, request: PayloadEncoding, response: PayloadEncoding
  ) -> SchemaFinding {
    for _ in 0..<maximumAttempts {
      let outcome = ProbeThread.run { watch in
        SchemaFinding(CallProbe(type, request: request, response: response).types(watch))
      }
      switch outcome {
      case .finished(let finding): return finding
      case .stuck(let type?): StuckTypes.insert(type)
      case .stuck(nil): break
      }
    }
    let probe = CallProbe(type, request: request, response: response)
    return SchemaFinding(probe.types { "\(TypeName.of($0)) takes longer to describe than \(ProbeLimits.time)" })
  }

  /// Describes a call without examining its types; parts in CBOR are unknown.
  static func unprobed<C: HostRequest>(
    _ type: C.Type, request: PayloadEncoding, response: PayloadEncoding
  ) -> SchemaFinding {
    let probe = CallProbe(type, request: request, response: response)
    return SchemaFinding(probe.types { _ in "schema checks are off" })
  }

  private init(_ types: CallTypes) {
    structure = types
    outline = OutlineWriter.outline(of: types)
  }
}

/// Describes the parts of a call.
private struct CallProbe<C: HostRequest>: Sendable {
  let request: PayloadEncoding
  let response: PayloadEncoding

  init(_ type: C.Type, request: PayloadEncoding, response: PayloadEncoding) {
    self.request = request
    self.response = response
  }

  /// Returns the types, determined by probing.
  ///
  /// Parts that exceed the limits by themselves become gaps; the others are probed together.
  func types(_ watch: ProbeWatch) -> CallTypes {
    if let types = types(watch, except: [:]) { return types }
    var tooLarge: [SchemaOutline.Part: String] = [:]
    for part in SchemaOutline.Part.allCases {
      let probe = SchemaProbe(watch)
      _ = describe(part, with: probe)
      probe.finish()
      if let overflow = probe.overflow { tooLarge[part] = "\(TypeName.of(type(of: part))) \(overflow)" }
    }
    if let types = types(watch, except: tooLarge) { return types }
    return types { "\(TypeName.of($0)) exceeds the limits on a schema together with the other parts" }
  }

  /// Returns the types without probing; those in CBOR are unknown.
  func types(_ reason: (Any.Type) -> String) -> CallTypes {
    CallTypes(
      of: CallTypeInfo.of(C.self),
      parts: parts.map { part in
        let type = type(of: part)
        return .init(
          part: part, encoding: encoding(of: part),
          type: encoding(of: part) == .raw ? Self.raw(type) : .unknown(reason(type)))
      }, rules: [])
  }

  private func types(_ watch: ProbeWatch, except reasons: [SchemaOutline.Part: String]) -> CallTypes? {
    let probe = SchemaProbe(watch)
    let parts = parts.map { part in
      CallTypes.Part(
        part: part, encoding: encoding(of: part),
        type: reasons[part].map { .unknown($0) } ?? describe(part, with: probe))
    }
    probe.finish()
    guard probe.overflow == nil else { return nil }
    return CallTypes(of: CallTypeInfo.of(C.self), parts: parts, rules: probe.rules)
  }

  private var parts: [SchemaOutline.Part] {
    C.Failure.self == Never.self ? [.request, .response] : [.request, .response, .failure]
  }

  private func type(of part: SchemaOutline.Part) -> Any.Type {
    switch part {
    case .request: C.self
    case .response: C.AnswerPayload.self
    case .failure: C.Failure.self
    }
  }

  private func encoding(of part: SchemaOutline.Part) -> PayloadEncoding {
    switch part {
    case .request: request
    case .response: response
    case .failure: .cbor
    }
  }

  private func describe(_ part: SchemaOutline.Part, with probe: SchemaProbe) -> SchemaType {
    if encoding(of: part) == .raw { return Self.raw(type(of: part)) }
    return switch part {
    case .request: probe.describe(C.self).schema
    case .response: probe.describe(C.AnswerPayload.self).schema
    case .failure: probe.describe(C.Failure.self).schema
    }
  }

  private static func raw(_ type: Any.Type) -> SchemaType {
    do throws(PlainDataError) {
      return .raw(try PlainLayout.of(type))
    } catch {
      return .unknown("\(error)")
    }
  }
}
