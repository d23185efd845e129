// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The result `HostStream<Element, Failure>` of a requirement that is a stream.
struct StreamType {
  let element: TypeSyntax
  let failure: TypeSyntax

  /// Reads a result; returns `nil` if it is not a stream.
  init?(_ type: TypeSyntax) {
    let clause =
      type.as(IdentifierTypeSyntax.self).flatMap { $0.name.name == "HostStream" ? $0.genericArgumentClause : nil }
      ?? type.as(MemberTypeSyntax.self).flatMap {
        $0.name.name == "HostStream" && $0.baseType.line == "HostCall" ? $0.genericArgumentClause : nil
      }
    guard let arguments = clause?.arguments.map({ $0 }), arguments.count == 2,
      case .type(let element) = arguments[0].argument, case .type(let failure) = arguments[1].argument
    else { return nil }
    self.element = element
    self.failure = failure
  }

  /// Refuses a requirement that cannot be a stream.
  func check(_ function: FunctionDeclSyntax, _ options: CallOptions, _ refusals: inout Refusals) {
    TypeCheck.check(element, as: "an element", &refusals)
    TypeCheck.check(failure, as: "a failure", &refusals)
    if let effects = function.signature.effectSpecifiers {
      refusals.add(
        "a stream is opened by its first 'next()', which waits and throws; remove '\(effects.line)'", at: effects)
    }
    if options.isIdempotent {
      refusals.add("a stream is never retried; remove .idempotent", at: function.name)
    }
  }
}
#endif
