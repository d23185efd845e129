// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Facts about a type of call or stream: its wire name, the encodings that its values permit, and what its descriptor states.
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
  let documentation: String?
  private let makeSchema: @Sendable (SchemaIdentity, CallTypeInfo) -> TypedCallSchema
  /// The schemas that were requested: one, unless bridges have different formats.
  private let schemas = Guarded<[TypedCallSchema]>([])

  private static let known = AddressMap<CallTypeInfo>(bits: 7)

  static func of<C: HostRequest>(_ type: C.Type) -> CallTypeInfo {
    known.value(of: type) { CallTypeInfo(type) }
  }

  private init<C: HostRequest>(_ type: C.Type) {
    let wireName = C.wireName
    let call = type as? any HostCallable.Type
    let kind: CallKind = type is any HostStreamable.Type ? .stream : .call
    self.kind = kind
    self.wireName = wireName
    name = Result { () throws(BridgeError) in
      guard !wireName.isEmpty else {
        throw BridgeError(
          code: .invalidArgument,
          message: "\(TypeName.of(type)) has an empty wire name; a generic type must state its own `wireName`")
      }
      guard (call != nil) == (kind == .call) else {
        throw BridgeError(
          code: .invalidArgument,
          message: "\(TypeName.of(type)) must be either HostCallable or HostStreamable", wireName: wireName)
      }
      return try WireName(checking: wireName)
    }
    format = C.wireFormat
    request = PayloadType.of(type)
    response = PayloadType.of(C.AnswerPayload.self)
    typeName = TypeName.of(type)
    isIdempotent = call?.isIdempotent ?? false
    documentation = C.documentation
    makeSchema = { TypedCallSchema(type, identity: $0, of: $1) }
  }

  /// Returns the encoding of requests on a bridge with the format `bridge`.
  func requestEncoding(_ bridge: WireFormat) -> PayloadEncoding { request.encoding(stated: format, bridge: bridge) }

  /// Returns the call's schema for the encodings of `identity`.
  func schema(_ identity: SchemaIdentity) -> TypedCallSchema {
    schemas.withLock { schemas in
      if let schema = schemas.first(where: { $0.identity == identity }) { return schema }
      let schema = makeSchema(identity, self)
      schemas.append(schema)
      return schema
    }
  }

  /// Returns the encoding of responses on a bridge with the format `bridge`.
  func responseEncoding(_ bridge: WireFormat) -> PayloadEncoding { response.encoding(stated: format, bridge: bridge) }
}
