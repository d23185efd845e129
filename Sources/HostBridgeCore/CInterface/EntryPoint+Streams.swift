// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostBridge

// Streams of answers, in both directions.
extension EntryPoint {
  static func registerStream(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ handler: UnsafePointer<hostcall_stream_handler>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let name = try unsafe self.name(name)
      let handler: hostcall_stream_handler = try unsafe SizedStruct.read(handler, "handler")
      let functions = unsafe handler.invoke.map {
        unsafe HostFunctions(
          invoke: $0, credit: handler.credit, streamCancel: handler.cancel, release: handler.release,
          userData: handler.user_data)
      }
      try unsafe register(
        functions, userData: handler.user_data, for: name, kind: .stream, fingerprint: handler.fingerprint, on: storage)
    }
  }

  static func send(
    _ handle: hostcall_bridge, _ callID: UInt64, _ item: UnsafePointer<UInt8>?, _ length: Int
  ) -> Int32 {
    // Not a closure, which would not be inlined.
    @inline(__always)
    func send(on storage: BridgeStorage) throws(StatusError) {
      try unsafe checkBytes(item, count: length, of: "item")
      try unsafe storage.send(callID, item, count: UInt(bitPattern: length))
    }
    return with(handle, send)
  }

  static func grant(_ handle: hostcall_bridge, _ callID: UInt64, _ items: UInt32) -> Int32 {
    with(handle) { storage throws(StatusError) in try storage.grant(items, toInbound: callID) }
  }

  /// Returns the stream of a call to the core.
  static func inboundStream(
    _ item: hostcall_item_fn?, _ userData: UnsafeMutableRawPointer?, _ options: InboundOptions,
    on storage: BridgeStorage
  ) -> InboundStream {
    let items =
      if let queue = storage.delivery.queueOrFinallyFunctions() {
        unsafe HostItems(queue, userData: userData)
      } else {
        unsafe HostItems(item!, userData: userData)  // checked by the caller: a queue cannot be lost
      }
    return storage.inboundStream(to: items, silence: options.silence)
  }
}
