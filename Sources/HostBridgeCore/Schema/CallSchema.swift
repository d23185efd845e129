/// The schema of one type of call, with its formats, as the bridge knows it: what it needs to compare it with a host's.
///
/// Finding out a schema may run code of the types' author, so it is asked for outside of all locks, and only where
/// there is something to compare it with.
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
  ///
  /// - Parameter looksAtTypes: Whether schemas are found, which may run code of the types' author.
  static func describe(_ calls: [DeclaredCall], looksAtTypes: Bool) -> [UInt8]
}
