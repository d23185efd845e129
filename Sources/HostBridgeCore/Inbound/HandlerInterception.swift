// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Interceptors of handlers, whose types the layer above knows.
package protocol HandlerInterception: AnyObject, Sendable {
  /// Returns `function` surrounded by the interceptors' part for bytes; `function` itself without interceptors of
  /// handlers.
  func surrounding(_ function: @escaping ExposedFunction) -> ExposedFunction
}

extension HostBridge {
  /// Returns `function` surrounded by the bridge's interceptors.
  func intercepted(_ function: @escaping ExposedFunction) -> ExposedFunction {
    (configuration.interceptors?.object as? any HandlerInterception)?.surrounding(function) ?? function
  }
}
