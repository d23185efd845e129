// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftCompilerPlugin
internal import SwiftSyntaxMacros

@main
struct Plugin: CompilerPlugin {
  let providingMacros: [any Macro.Type] = [HostCodableMacro.self, HostInterfaceMacro.self, HostCallMacro.self]
}
#else
// Without the trait Macros nothing is expanded, and SwiftPM builds this program all the same.
@main
enum Plugin {
  static func main() {}
}
#endif
