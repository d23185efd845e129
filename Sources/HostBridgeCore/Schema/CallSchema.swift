/// The schema of one type of call, with its formats, as the bridge knows it: what it needs to compare it with a host's.
///
/// Finding out a schema may run code of the types' author, so it is asked for outside of all locks, and only where there is
/// something to compare it with.
package protocol CallSchema: AnyObject, Sendable {
  /// What tells this schema from others of the process. The same type of call in the same formats is the same schema.
  var identity: SchemaIdentity { get }

  /// Whether the request or the response crosses as it lies in memory, so that a mistake about it is never let pass.
  var isRaw: Bool { get }

  /// 64 bits that stand for the schema, never 0.
  var fingerprint: UInt64 { get }

  /// The schema of the same call where request and response cross as CBOR.
  var inCBOR: any CallSchema { get }

  /// How a host's schema differs from this one, the core's, in words.
  ///
  /// - Parameters:
  ///   - fingerprint: The host's, another than this one's.
  ///   - schema: The host's, where it is at hand.
  func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String

  /// Describes calls for their host, in CBOR.
  static func describe(_ calls: [DeclaredCall]) -> [UInt8]
}

/// A type of call, and the formats of its request and its response.
package struct SchemaIdentity: Sendable, Hashable {
  package let type: ObjectIdentifier
  package let request: PayloadEncoding
  package let response: PayloadEncoding

  package init(type: ObjectIdentifier, request: PayloadEncoding, response: PayloadEncoding) {
    self.type = type
    self.request = request
    self.response = response
  }
}

/// A call by its name, with its schema where it has types.
package struct NamedCall: Sendable {
  package let name: WireName
  package let schema: (any CallSchema)?

  package init(_ name: WireName, _ schema: (any CallSchema)? = nil) {
    self.name = name
    self.schema = schema
  }
}

/// What a handler says of the schema that it was made for.
enum HandlerSchema: Sendable {
  /// Nothing, so that nothing is checked.
  case unchecked
  /// A fingerprint, which is not 0.
  case fingerprint(UInt64)
  /// It is written in Swift, for this type.
  case type(any CallSchema)
}
