// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import HostCall

/// A host on a bridge with one interceptor, which passes calls on.
final class InterceptedHost {
  private struct Passing: HostCallInterceptor {
    func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
      await next(call)
    }
  }

  let bridge: HostBridge

  init() {
    var configuration = HostBridgeConfiguration()
    configuration.callInterceptors = [Passing()]
    bridge = HostBridge(configuration: configuration)
    // Never freed, as the one of `CallSubjects`.
    let inline = UnsafeMutablePointer<floor_inline>.allocate(capacity: 1)
    inline.initialize(to: floor_inline(answer: hostcall_complete, target: bridge.cHandle))
    precondition(hostcall_register(bridge.cHandle, "plain_echo", floor_inline_invoke, inline) == HOSTCALL_OK)
  }
}
