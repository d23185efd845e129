// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import ArgumentParser
internal import HostBridgeCore

/// The values of `--schema-check`.
enum SchemaCheck: String, ExpressibleByArgument, CaseIterable {
  case strict, warn, off

  var value: HostBridgeConfiguration.SchemaCheck {
    switch self {
    case .strict: .strict
    case .warn: .warn
    case .off: .off
    }
  }
}
#endif
