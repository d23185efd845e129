// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import ServiceLifecycle

/// The end of a service.
enum Shutdown {
  /// Waits until the group of services shuts down; returns false if the task is cancelled instead.
  static func isGraceful() async -> Bool {
    do {
      try await gracefulShutdown()
      return true
    } catch {
      return false
    }
  }
}
#endif
