// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// The interceptors of a configuration or of a server.
package final class InterceptorLists: HandlerInterception {
  let calls: [any HostCallInterceptor]
  package let handlers: [any HostHandlerInterceptor]

  package init(calls: [any HostCallInterceptor] = [], handlers: [any HostHandlerInterceptor]) {
    self.calls = calls
    self.handlers = handlers
  }

  var isEmpty: Bool { calls.isEmpty && handlers.isEmpty }

  package func surrounding(_ function: @escaping ExposedFunction) -> ExposedFunction {
    guard !handlers.isEmpty else { return function }
    return { [handlers] request in
      await HostBytesNext(handlers) {
        let answer = await function(request)
        guard request.isStream else { return HostBytesOutcome(answer, responseSize: answer.size) }
        return HostBytesOutcome(
          request.isGivenUp ? .error(.cancelled, message: "the receiver has given the stream up") : answer,
          responseSize: request.counts?.bytes, elements: request.counts?.items)
      }(HostIncomingBytes(request)).answer
    }
  }
}

extension BridgeRequest {
  /// The interceptors of the server that has passed the call on.
  var serverInterceptors: [any HostHandlerInterceptor] {
    (origin?.interceptors?.object as? InterceptorLists)?.handlers ?? []
  }
}
