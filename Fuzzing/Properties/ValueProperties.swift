// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import Foundation

/// The properties that any value of the direct types, and any change of its message, must have.
public enum ValueProperties {
  /// The results for a value and for the changes of its message.
  public struct Outcome: Sendable {
    /// The value's type.
    public let type: String
    /// Whether the value was encoded and decoded; some values have no encoding.
    public let isDecoded: Bool
    /// The number of changed messages that were decoded.
    public let changed: Int
  }

  /// The names of the types.
  public static var types: [String] { kinds.map(\.name) }

  /// Generates a value of one of the types, encodes and decodes it, changes its message and decodes the result.
  ///
  /// - Parameter script: The bytes that determine all choices.
  public static func check(_ script: [UInt8]) throws(PropertyFailure) -> Outcome {
    var choices = Choices(script)
    let kind = choices.element(of: kinds)
    let (isDecoded, changed) = try kind.check(&choices)
    return Outcome(type: kind.name, isDecoded: isDecoded, changed: changed)
  }

  private struct Kind: Sendable {
    let name: String
    let check: @Sendable (inout Choices) throws(PropertyFailure) -> (isDecoded: Bool, changed: Int)

    init<Value: Codable & RandomValue & SendableMetatype>(_ type: Value.Type) {
      name = "\(type)"
      check = { (choices) throws(PropertyFailure) in try ValueProperties.check(type, &choices) }
    }
  }

  private static let kinds = [
    Kind(DirectTypes.Everything.self), Kind(DirectTypes.Node.self), Kind(DirectTypes.Holder.self),
    Kind(DirectTypes.Point.self), Kind(DirectTypes.Shape.self), Kind(DirectTypes.Header.self),
    Kind(DirectTypes.Wide.self), Kind(DirectTypes.Pair.self), Kind(DirectTypes.Form.self),
    Kind([DirectTypes.Point].self), Kind([DirectTypes.Shape].self), Kind([DirectTypes.Pair].self),
    Kind([String: DirectTypes.Shape].self), Kind([String: DirectTypes.Box<[DirectTypes.Header?]>].self),
    Kind([Int: DirectTypes.Node].self), Kind(DirectTypes.Box<DirectTypes.Form>.self), Kind(Optional<Date>.self),
    Kind([Optional<Date>].self), Kind(CBORTagged<24, DirectTypes.Point>.self),
    Kind([CBORTagged<55799, DirectTypes.Pair>].self), Kind([DirectTypes.Derived?].self),
  ]

  private static func check<Value: Codable & RandomValue>(
    _ type: Value.Type, _ choices: inout Choices
  ) throws(PropertyFailure) -> (Bool, Int) {
    let value = Value(&choices)
    guard let bytes = try BothPaths.encode(value) else { return (false, 0) }
    guard let decoded = try BothPaths.decode(type, from: bytes) else {
      throw PropertyFailure("\(value) cannot be decoded from \(bytes)")
    }
    try PropertyFailure.unless(
      BothPaths.deterministic(decoded) == BothPaths.deterministic(value), "\(value) is decoded as \(decoded)")
    var changed = 0
    for _ in 0..<3 {
      var bytes = bytes
      for _ in 0...choices.below(3) { Mutation.apply(to: &bytes, &choices) }
      guard let decoded = try BothPaths.decode(type, from: bytes) else { continue }
      _ = try BothPaths.encode(decoded)
      changed += 1
    }
    return (true, changed)
  }
}
