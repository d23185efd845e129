// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An error that ends the plugin, with a message.
struct PluginFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
