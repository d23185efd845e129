// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call by name, with its schema unless it works in bytes.
package struct NamedCall: Sendable {
  package let name: WireName
  package let schema: (any CallSchema)?

  package init(_ name: WireName, _ schema: (any CallSchema)? = nil) {
    self.name = name
    self.schema = schema
  }
}
