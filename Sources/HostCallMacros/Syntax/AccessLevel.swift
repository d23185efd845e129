// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The access level of a declaration, as generated members state it.
enum AccessLevel {
  /// Returns the modifier for members of a type, with a space after it; empty if they need none.
  ///
  /// - Parameters:
  ///   - modifiers: The modifiers of the type's declaration.
  ///   - context: The declarations around it, innermost first.
  static func members(of modifiers: DeclModifierListSyntax, in context: [Syntax]) -> String {
    if let level = level(of: modifiers) { return shared.contains(level) ? level + " " : "" }
    guard let around = context.first?.as(ExtensionDeclSyntax.self), let level = level(of: around.modifiers) else {
      return ""
    }
    return shared.contains(level) ? level + " " : ""
  }

  /// Returns the modifier of a declaration, with a space after it; empty if it has none.
  static func modifier(of modifiers: DeclModifierListSyntax) -> String { level(of: modifiers).map { $0 + " " } ?? "" }

  private static let shared: Set = ["public", "package"]
  private static let levels: Set = ["public", "package", "internal", "fileprivate", "private", "open"]

  private static func level(of modifiers: DeclModifierListSyntax) -> String? {
    modifiers.lazy.filter { $0.detail == nil }.map(\.name.text).first { levels.contains($0) }
  }
}
#endif
