// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An object for a value that passes through C.
final class Box<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}
