internal import HostBridgeCore

/// What is the same for all calls of one type: its wire name, and how its values can cross.
///
/// Found once per type.
final class CallTypeInfo: Sendable {
  /// Empty for a generic type that does not state its own.
  let wireName: String
  /// The checked name, or what is wrong with it.
  let name: Result<WireName, BridgeError>
  /// What the type states; it comes before what the bridge says.
  private let format: WireFormat
  let request: PayloadType
  let response: PayloadType
  private let makeSchema: @Sendable (SchemaIdentity, CallTypeInfo) -> TypedCallSchema
  /// The schemas that were asked for: one, unless bridges have different formats.
  private let schemas = Guarded<[TypedCallSchema]>([])

  private static let known = AddressMap<CallTypeInfo>(bits: 7)

  static func of<C: HostCallable>(_ type: C.Type) -> CallTypeInfo {
    known.value(of: type) { CallTypeInfo(type) }
  }

  private init<C: HostCallable>(_ type: C.Type) {
    let wireName = C.wireName
    self.wireName = wireName
    name = Result { () throws(BridgeError) in
      guard !wireName.isEmpty else {
        throw BridgeError(
          code: .invalidArgument,
          message: "\(TypeName.of(type)) has an empty wire name; a generic type has to state its own `wireName`")
      }
      return try WireName(checking: wireName)
    }
    format = C.wireFormat
    request = PayloadType.of(type)
    response = PayloadType.of(C.Response.self)
    makeSchema = { TypedCallSchema(type, identity: $0, of: $1) }
  }

  /// How requests are encoded on a bridge whose configuration says `bridge`.
  func requestEncoding(_ bridge: WireFormat) -> PayloadEncoding { request.encoding(stated: format, bridge: bridge) }

  /// The call's schema where its request and response are encoded so.
  func schema(_ identity: SchemaIdentity) -> TypedCallSchema {
    schemas.withLock { schemas in
      if let schema = schemas.first(where: { $0.identity == identity }) { return schema }
      let schema = makeSchema(identity, self)
      schemas.append(schema)
      return schema
    }
  }

  /// As ``requestEncoding(_:)``, of responses.
  func responseEncoding(_ bridge: WireFormat) -> PayloadEncoding { response.encoding(stated: format, bridge: bridge) }
}
