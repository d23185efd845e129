// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call, a stream or an event by name, with its schema unless it works in bytes.
package struct NamedCall: Sendable {
  package let name: WireName
  package let schema: (any CallSchema)?
  package let kind: CallKind

  package init(_ name: WireName, _ schema: (any CallSchema)? = nil, kind: CallKind = .call) {
    self.name = name
    self.schema = schema
    self.kind = kind
  }
}
