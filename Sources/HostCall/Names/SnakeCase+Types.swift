// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension SnakeCase {
  /// Returns the default wire name of `type`; empty for a generic type, which has to state its own.
  static func wireName(of type: Any.Type) -> String {
    let name = TypeName.of(type)
    return name.contains("<") ? "" : convert(name)
  }
}
