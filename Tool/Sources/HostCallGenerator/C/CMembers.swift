// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The members of the struct of handlers, of which a call has several.
struct CMembers {
  private static let suffixes = ["", "_cancelled", "_credit"]

  private var scope = NameScope(reserved: CText.keywords)
  private var taken: Set<String> = ["released"]

  /// Returns the member for a call, such that none with a suffix is that of another call.
  mutating func claim(_ name: String) -> String {
    var member = scope.claim(name, .snake)
    while Self.suffixes.contains(where: { taken.contains(member + $0) }) { member = scope.claim(identifier: member) }
    for suffix in Self.suffixes { taken.insert(member + suffix) }
    return member
  }
}
