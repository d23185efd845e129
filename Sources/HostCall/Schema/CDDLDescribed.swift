/// A type that says itself what it is in a message, for one whose `init(from:)` does not tell.
///
/// Schemas are found by having a type decode itself from examples. A type that refuses those, traps on them, or takes
/// several forms, states its own, and is not run then:
///
///     struct EmailAddress: Codable, CDDLDescribed {
///       static var cddl: String { "tstr" }
///       static var cddlExample: EmailAddress { EmailAddress(user: "a", host: "b") }
///       …
///     }
public protocol CDDLDescribed: Decodable {
  /// A type expression of CDDL (RFC 8610), such as `tstr` or `int / tstr`. It may use the names of CDDL's prelude, and
  /// is not checked.
  static var cddl: String { get }

  /// Any value of the type, for the types that contain it.
  static var cddlExample: Self { get }
}
