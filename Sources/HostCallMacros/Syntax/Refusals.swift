// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftDiagnostics
internal import SwiftSyntax
internal import SwiftSyntaxMacros

/// The reasons for which a macro adds nothing, each at the place in the source that is to be changed.
struct Refusals {
  private(set) var diagnostics: [Diagnostic] = []

  var isEmpty: Bool { diagnostics.isEmpty }

  /// Adds a reason.
  ///
  /// - Parameters:
  ///   - reason: What cannot be done and why, and what to write instead.
  ///   - node: The part of the source that the reason is about.
  mutating func add(_ reason: String, at node: some SyntaxProtocol) {
    diagnostics.append(Diagnostic(node: node, message: Refusal(message: reason)))
  }

  /// Reports the reasons to the compiler.
  func report(to context: some MacroExpansionContext) {
    for diagnostic in diagnostics { context.diagnose(diagnostic) }
  }
}

private struct Refusal: DiagnosticMessage {
  let message: String
  var diagnosticID: MessageID { MessageID(domain: "HostCall", id: "refused") }
  var severity: DiagnosticSeverity { .error }
}
#endif
