// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostBridge

// Events, in both directions.
extension EntryPoint {
  static func subscribe(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ listener: UnsafePointer<hostcall_listener>?,
    _ subscriptionOut: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let name = try unsafe self.name(name)
      let listener: hostcall_listener = try unsafe SizedStruct.read(listener, "listener")
      let policy: EventPolicy
      switch unsafe listener.policy {
      case HOSTCALL_DROP_OLDEST: policy = .dropOldest
      case HOSTCALL_DROP_NEWEST: policy = .dropNewest
      case let other: throw StatusError(.invalidArgument, .noSuchPolicy, first: UInt64(UInt32(bitPattern: other)))
      }
      let capacity = unsafe listener.capacity == 0 ? EventCapacity.standard : Int(listener.capacity)
      let publish = { (id: UInt64) in
        guard let subscriptionOut = UnsafeMutableRawPointer(subscriptionOut) else { return }
        unsafe subscriptionOut.storeBytes(of: id, as: UInt64.self)
      }
      if unsafe listener.event == nil, storage.delivery.queue == nil {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "listener's event")
      }
      if let queue = storage.delivery.queueOrFinallyFunctions() {
        try unsafe storage.subscribe(
          queue, userData: listener.user_data, to: name, capacity: capacity, policy: policy, publish: publish)
      } else if let event = unsafe listener.event {
        let functions = try unsafe ListenerFunctions(
          of: name, event: event, release: listener.release, userData: listener.user_data)
        try storage.subscribe(functions, to: name, capacity: capacity, policy: policy, publish: publish)
      }
    }
  }

  static func unsubscribe(_ handle: hostcall_bridge, _ subscription: UInt64) -> Int32 {
    with(handle) { storage throws(StatusError) in try storage.unsubscribe(subscription) }
  }

  static func emit(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ event: UnsafePointer<UInt8>?, _ length: Int
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let name = try unsafe nameBytes(name)
      let channel = unsafe storage.events.channel(of: name)
      // The name of a channel has been checked.
      if channel == nil { _ = try unsafe self.name(name) }
      try unsafe checkBytes(event, count: length, of: "event")
      try unsafe storage.emit(event, count: UInt(bitPattern: length), to: channel)
    }
  }
}
