// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridgeConfiguration {
  /// The interceptors around calls that the bridge or the client makes, the outermost first; none by default.
  ///
  /// Calls in bytes have none, and so have those that a ``HostCallClient`` makes over the bridge, which has a
  /// configuration of its own. A configuration with interceptors is equal only to its copies.
  public var callInterceptors: [any HostCallInterceptor] {
    get { lists?.calls ?? [] }
    set { set(InterceptorLists(calls: newValue, handlers: handlerInterceptors)) }
  }

  /// The interceptors around the handlers of the bridge, the outermost first; none by default.
  ///
  /// They surround handlers in Swift of the host, and functions and streams that the core exposes, typed and in bytes.
  public var handlerInterceptors: [any HostHandlerInterceptor] {
    get { lists?.handlers ?? [] }
    set { set(InterceptorLists(calls: callInterceptors, handlers: newValue)) }
  }

  private var lists: InterceptorLists? { interceptors?.object as? InterceptorLists }

  private mutating func set(_ lists: InterceptorLists) {
    interceptors = lists.isEmpty ? nil : InterceptorReference(lists)
  }
}
