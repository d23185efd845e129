// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftParser
internal import SwiftSyntax

/// What `@HostCall` states about a call.
struct CallOptions {
  private(set) var wireName: String?
  private(set) var isIdempotent = false
  /// The name of the wire format, `raw` or `cbor`.
  private(set) var format: String?
  /// The expression of the call's own timeout.
  private(set) var timeout: String?

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
    case ".raw", "HostCallOption.raw", ".cbor", "HostCallOption.cbor":
      let name = expression.line.hasSuffix("raw") ? "raw" : "cbor"
      if let format, format != name { refusals.add("a call is either in CBOR or raw", at: expression) }
      format = name
    default:
      guard let call = expression.as(FunctionCallExprSyntax.self), call.arguments.count == 1,
        let value = call.arguments.first,
        [".timeout", "HostCallOption.timeout"].contains(call.calledExpression.line)
      else {
        refusals.add(
          "@HostCall reads its options from the source: .idempotent, .raw, .cbor, .timeout(…) or a wire name",
          at: expression)
        return
      }
      timeout = value.expression.line
    }
  }
}
#endif
