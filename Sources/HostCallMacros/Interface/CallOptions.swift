// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftParser
internal import SwiftSyntax

/// What `@HostCall` states about a call, a stream or an event.
struct CallOptions {
  private(set) var wireName: String?
  private(set) var isIdempotent = false
  /// The name of the wire format, `raw` or `cbor`.
  private(set) var format: String?
  /// The expression of the call's own timeout.
  private(set) var timeout: String?
  /// Whether a full queue of a listener drops the newest event.
  private(set) var dropsNewest = false
  /// The expression of the length of a listener's queue.
  private(set) var capacity: String?

  init(_ attributes: AttributeListSyntax, _ refusals: inout Refusals) {
    for attribute in attributes {
      guard let attribute = attribute.as(AttributeSyntax.self), Self.isName(attribute.attributeName.line) else {
        continue
      }
      guard case .argumentList(let arguments)? = attribute.arguments else { continue }
      for argument in arguments { add(argument.expression, &refusals) }
    }
  }

  private static func isName(_ name: String) -> Bool { ["HostCall", "HostCall.HostCall"].contains(name) }

  private mutating func add(_ expression: ExprSyntax, _ refusals: inout Refusals) {
    if let text = expression.as(StringLiteralExprSyntax.self) {
      guard let name = text.representedLiteralValue, (1...255).contains(name.utf8.count) else {
        refusals.add("a wire name is a string literal of 1 to 255 bytes", at: expression)
        return
      }
      wireName = name
      return
    }
    switch expression.line {
    case ".idempotent", "HostCallOption.idempotent": isIdempotent = true
    case ".dropNewest", "HostCallOption.dropNewest": dropsNewest = true
    case ".raw", "HostCallOption.raw", ".cbor", "HostCallOption.cbor":
      let name = expression.line.hasSuffix("raw") ? "raw" : "cbor"
      if let format, format != name { refusals.add("a call is either in CBOR or raw", at: expression) }
      format = name
    default:
      guard let call = expression.as(FunctionCallExprSyntax.self), call.arguments.count == 1,
        let value = call.arguments.first,
        let property = Self.functions[call.calledExpression.line]
      else {
        refusals.add(
          "@HostCall reads its options from the source: a wire name, .idempotent, .raw, .cbor or .timeout(…), and "
            + "for events .dropNewest or .capacity(…)", at: expression)
        return
      }
      self[keyPath: property] = value.expression.line
    }
  }

  /// The properties that options with an argument set.
  private static var functions: [String: WritableKeyPath<CallOptions, String?>] {
    [
      ".timeout": \.timeout, "HostCallOption.timeout": \.timeout,
      ".capacity": \.capacity, "HostCallOption.capacity": \.capacity,
    ]
  }

  /// Refuses what does not fit a call or a stream.
  ///
  /// - Parameter name: The name of the method.
  func checkCall(_ name: TokenSyntax, _ refusals: inout Refusals) {
    for option in [dropsNewest ? ".dropNewest" : nil, capacity == nil ? nil : ".capacity"].compactMap(\.self) {
      refusals.add("only an event waits in a queue; remove \(option)", at: name)
    }
  }

  /// Refuses what does not fit an event.
  ///
  /// - Parameter name: The name of the method.
  func checkEvent(_ name: TokenSyntax, _ refusals: inout Refusals) {
    if isIdempotent { refusals.add("an event is never retried; remove .idempotent", at: name) }
    if timeout != nil { refusals.add("an event has no answer to wait for; remove .timeout", at: name) }
    if let format { refusals.add("events are always in CBOR; remove .\(format)", at: name) }
  }
}
#endif
