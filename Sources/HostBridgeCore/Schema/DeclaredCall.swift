/// A call that the core makes, or a function that it exposes, as its host is told of it.
package struct DeclaredCall: Sendable {
  /// Who calls whom.
  package enum Direction: Sendable {
    /// The core makes it, and the host has to answer.
    case toHost
    /// The core exposes it, and the host may call.
    case toCore
  }

  package let direction: Direction
  package let call: NamedCall
}

extension DeclaredCall: Equatable {
  /// Whether two are the same call with the same schema.
  package static func == (left: DeclaredCall, right: DeclaredCall) -> Bool {
    left.direction == right.direction && left.call.name == right.call.name && left.call.schema === right.call.schema
  }
}
