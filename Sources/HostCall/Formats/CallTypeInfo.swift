// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Facts about a type of call, stream or event: its wire name, the encodings that its values permit, and what its
/// descriptor states.
///
/// Computed once per type.
///
/// Thread safety: safe from any thread.
final class CallTypeInfo: Sendable {
  let kind: CallKind
  /// Empty for a generic type that does not state a name.
  let wireName: String
  /// The valid name, or the error.
  let name: Result<WireName, BridgeError>
  /// The type's own format, which overrides the bridge's.
  private let format: WireFormat
  let request: PayloadType
  let response: PayloadType
  /// The name of the type in Swift.
  let typeName: String
  let isIdempotent: Bool
  /// What a full queue of a listener drops; `nil` unless the type is an event.
  let policy: EventPolicy?
  let documentation: String?
  private let makeProbe: @Sendable (SchemaIdentity) -> CallProbe
  /// The schemas that were requested: one, unless bridges have different formats.
  private let schemas = Guarded<[TypedCallSchema]>([])

  private static let known = AddressMap<CallTypeInfo>(bits: 7)
  private static let knownEvents = AddressMap<CallTypeInfo>(bits: 4)

  static func of<C: HostRequest>(_ type: C.Type) -> CallTypeInfo {
    known.value(of: type) { CallTypeInfo(type) }
  }

  static func of<E: HostEvent>(event type: E.Type) -> CallTypeInfo {
    knownEvents.value(of: type) { CallTypeInfo(event: type) }
  }

  private init<C: HostRequest>(_ type: C.Type) {
    let wireName = C.wireName
    let call = type as? any HostCallable.Type
    let kind: CallKind = type is any HostStreamable.Type ? .stream : .call
    self.kind = kind
    self.wireName = wireName
    name = Result { () throws(BridgeError) in
      let name = try Self.checked(wireName, of: type)
      guard (call != nil) == (kind == .call) else {
        throw BridgeError(
          code: .invalidArgument,
          message: "\(TypeName.of(type)) must be either HostCallable or HostStreamable", wireName: wireName)
      }
      return name
    }
    format = C.wireFormat
    request = PayloadType.of(type)
    response = PayloadType.of(C.AnswerPayload.self)
    typeName = TypeName.of(type)
    isIdempotent = call?.isIdempotent ?? false
    policy = nil
    documentation = C.documentation
    makeProbe = { CallProbe(type, request: $0.request, response: $0.response) }
  }

  private init<E: HostEvent>(event type: E.Type) {
    let wireName = E.wireName
    kind = .event
    self.wireName = wireName
    name = Result { () throws(BridgeError) in try Self.checked(wireName, of: type) }
    format = .cbor
    request = PayloadType.of(type)
    response = request
    typeName = TypeName.of(type)
    isIdempotent = false
    policy = E.policy
    documentation = E.documentation
    makeProbe = { _ in CallProbe(event: type) }
  }

  private static func checked(_ wireName: String, of type: Any.Type) throws(BridgeError) -> WireName {
    guard !wireName.isEmpty else {
      throw BridgeError(
        code: .invalidArgument,
        message: "\(TypeName.of(type)) has an empty wire name; a generic type must state its own `wireName`")
    }
    return try WireName(checking: wireName)
  }

  /// Returns the encoding of requests on a bridge with the format `bridge`.
  func requestEncoding(_ bridge: WireFormat) -> PayloadEncoding { request.encoding(stated: format, bridge: bridge) }

  /// Returns the call's schema for the encodings of `identity`.
  func schema(_ identity: SchemaIdentity) -> TypedCallSchema {
    schemas.withLock { schemas in
      if let schema = schemas.first(where: { $0.identity == identity }) { return schema }
      let schema = TypedCallSchema(makeProbe(identity), identity: identity, of: self)
      schemas.append(schema)
      return schema
    }
  }

  /// Returns the encoding of responses on a bridge with the format `bridge`.
  func responseEncoding(_ bridge: WireFormat) -> PayloadEncoding { response.encoding(stated: format, bridge: bridge) }
}
