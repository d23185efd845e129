// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The values of integer literals.
enum IntegerLiteral {
  /// Returns the value of a literal, with a sign if it has one; `nil` for other expressions, and beyond `Value`.
  static func value<Value: FixedWidthInteger>(_ expression: ExprSyntax) -> Value? {
    if let negative = expression.as(PrefixOperatorExprSyntax.self), negative.operator.text == "-" {
      guard let literal = negative.expression.as(IntegerLiteralExprSyntax.self) else { return nil }
      return value("-", literal.literal.text)
    }
    return expression.as(IntegerLiteralExprSyntax.self).flatMap { value("", $0.literal.text) }
  }

  private static func value<Value: FixedWidthInteger>(_ sign: String, _ text: String) -> Value? {
    let digits = text.filter { $0 != "_" }
    let radix = ["0x": 16, "0o": 8, "0b": 2][digits.prefix(2)]
    return Value(sign + (radix == nil ? digits : String(digits.dropFirst(2))), radix: radix ?? 10)
  }
}
#endif
