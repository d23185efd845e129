// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Describes the parts of a call, a stream or an event.
struct CallProbe: Sendable {
  private struct Part: Sendable {
    let part: SchemaOutline.Part
    let encoding: PayloadEncoding
    let type: Any.Type
    private let describe: @Sendable (SchemaProbe) -> SchemaType

    init<Value: Decodable & Sendable>(_ part: SchemaOutline.Part, _ encoding: PayloadEncoding, _ type: Value.Type) {
      self.part = part
      self.encoding = encoding
      self.type = type
      describe = { $0.describe(type).schema }
    }

    /// Returns the type, determined by probing.
    func described(by probe: SchemaProbe) -> SchemaType { encoding == .raw ? raw : describe(probe) }

    /// The memory layout of the type.
    var raw: SchemaType {
      do throws(PlainDataError) {
        return .raw(try PlainLayout.of(type))
      } catch {
        return .unknown("\(error)")
      }
    }
  }

  private let typeInfo: CallTypeInfo
  private let parts: [Part]

  /// Creates the probe of a call or a stream.
  init<C: HostRequest>(_ type: C.Type, request: PayloadEncoding, response: PayloadEncoding) {
    typeInfo = CallTypeInfo.of(type)
    var parts = [Part(.request, request, C.self), Part(.response, response, C.AnswerPayload.self)]
    if C.Failure.self != Never.self { parts.append(Part(.failure, .cbor, C.Failure.self)) }
    self.parts = parts
  }

  /// Creates the probe of an event.
  init<E: HostEvent>(event type: E.Type) {
    typeInfo = CallTypeInfo.of(event: type)
    parts = [Part(.payload, .cbor, type)]
  }

  /// Returns the types, determined by probing.
  ///
  /// Parts that exceed the limits by themselves become gaps; the others are probed together.
  func types(_ watch: ProbeWatch) -> CallTypes {
    if let types = types(watch, except: [:]) { return types }
    var tooLarge: [SchemaOutline.Part: String] = [:]
    for part in parts {
      let probe = SchemaProbe(watch)
      _ = part.described(by: probe)
      probe.finish()
      if let overflow = probe.overflow { tooLarge[part.part] = "\(TypeName.of(part.type)) \(overflow)" }
    }
    if let types = types(watch, except: tooLarge) { return types }
    return types { "\(TypeName.of($0)) exceeds the limits on a schema together with the other parts" }
  }

  /// Returns the types without probing; those in CBOR are unknown.
  func types(_ reason: (Any.Type) -> String) -> CallTypes {
    CallTypes(
      of: typeInfo,
      parts: parts.map { part in
        .init(
          part: part.part, encoding: part.encoding,
          type: part.encoding == .raw ? part.raw : .unknown(reason(part.type)))
      }, rules: [])
  }

  private func types(_ watch: ProbeWatch, except reasons: [SchemaOutline.Part: String]) -> CallTypes? {
    let probe = SchemaProbe(watch)
    let parts = parts.map { part in
      CallTypes.Part(
        part: part.part, encoding: part.encoding,
        type: reasons[part.part].map { .unknown($0) } ?? part.described(by: probe))
    }
    probe.finish()
    guard probe.overflow == nil else { return nil }
    return CallTypes(of: typeInfo, parts: parts, rules: probe.rules)
  }
}
