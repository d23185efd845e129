// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform
internal import CHostBridge

/// The implementation of the C functions, called by the exports and by the table of ``HostBridge/cAPI``.
///
/// Every function checks, in this order: the bridge, the arguments, whether the bridge is closing, the name or call ID.
/// Parameters have no labels, and the order of those in `hostcall.h`.
enum EntryPoint {
  /// Calls `body` with the bridge of `handle`, which stays alive until `body` returns.
  @inline(__always)
  static func with(
    _ handle: hostcall_bridge, _ body: (BridgeStorage) throws(StatusError) -> Void
  ) -> Int32 {
    Status.returned { () throws(StatusError) in
      // Checked first: in a forked child any lock may be held forever, including that of a lazily initialized global.
      guard !hostcall_fork_is_child(), try BridgeStorage.handles.with(handle, body) != nil else {
        throw StatusError(.invalidBridge, .noBridge)
      }
    }
  }

  /// Returns the wire name at `start`, reading at most 256 bytes.
  static func name(_ start: UnsafePointer<CChar>?) throws(StatusError) -> WireName {
    try unsafe name(nameBytes(start))
  }

  /// Returns the wire name with these bytes, which must be 1 to 255.
  static func name(_ bytes: UnsafeRawBufferPointer) throws(StatusError) -> WireName {
    guard let name = unsafe WireName(checkingUTF8: bytes) else {
      throw StatusError(.invalidArgument, .nameIsNotUTF8)
    }
    return name
  }

  /// Returns the bytes of a name, 1 to 255, reading at most 256; they may be no UTF-8.
  static func nameBytes(_ start: UnsafePointer<CChar>?) throws(StatusError) -> UnsafeRawBufferPointer {
    guard let start = unsafe start else { throw StatusError(.invalidArgument, .nameIsNull) }
    let length = unsafe AlignedBytes.length(of: start, atMost: WireName.maximumLength + 1)
    guard length > 0 else { throw StatusError(.invalidArgument, .nameIsEmpty) }
    guard length <= WireName.maximumLength else { throw StatusError(.invalidArgument, .nameIsTooLong) }
    return unsafe UnsafeRawBufferPointer(start: start, count: length)
  }

  // MARK: The host's functions

  static func register(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ invoke: hostcall_invoke_fn?,
    _ userData: UnsafeMutableRawPointer?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let name = try unsafe self.name(name)
      if unsafe invoke == nil, storage.delivery.queue == nil { return try storage.unregister(name) }
      if let queue = storage.delivery.queueOrFinallyFunctions() {
        try unsafe storage.register(QueuedHandler(queue, name, userData: userData), for: name)
      } else if let invoke = unsafe invoke {
        try unsafe storage.register(HostHandler(HostFunctions(invoke: invoke, userData: userData), for: name))
      }
    }
  }

  static func registerHandler(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ handler: UnsafePointer<hostcall_handler>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let name = try unsafe self.name(name)
      let handler: hostcall_handler = try unsafe SizedStruct.read(handler, "handler")
      let functions = unsafe handler.invoke.map {
        unsafe HostFunctions(
          invoke: $0, cancel: handler.cancel, release: handler.release, userData: handler.user_data)
      }
      try unsafe register(
        functions, userData: handler.user_data, for: name, kind: .call, fingerprint: handler.fingerprint, on: storage)
    }
  }

  /// Registers a handler of a function or of a stream.
  ///
  /// - Parameters:
  ///   - functions: The handler's functions; `nil` without an `invoke`, which only a host with a queue may omit.
  ///   - userData: The handler's `user_data`, for its messages if the host has a queue.
  static func register(
    _ functions: HostFunctions?, userData: UnsafeMutableRawPointer?, for name: WireName, kind: CallKind,
    fingerprint: UInt64, on storage: BridgeStorage
  ) throws(StatusError) {
    let schema = fingerprint == 0 ? HandlerSchema.unchecked : .fingerprint(fingerprint)
    if functions == nil, storage.delivery.queue == nil {
      throw StatusError(.invalidArgument, .pointerIsNull, text: "handler's invoke")
    }
    if let queue = storage.delivery.queueOrFinallyFunctions() {
      try unsafe storage.register(QueuedHandler(queue, name, userData: userData), for: name, kind: kind, schema: schema)
    } else if let functions {
      try storage.register(HostHandler(functions, for: name, kind: kind, schema: schema))
    }
  }

  static func unregister(_ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?) -> Int32 {
    with(handle) { storage throws(StatusError) in try unsafe storage.unregister(self.name(name)) }
  }

  static func unregisterAll(_ handle: hostcall_bridge) -> Int32 {
    with(handle) { storage throws(StatusError) in try storage.unregisterAll() }
  }

  static func complete(
    _ handle: hostcall_bridge, _ callID: UInt64, _ outcome: Int32, _ payload: UnsafePointer<UInt8>?, _ length: Int
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let outcome = Outcome(rawValue: outcome)
      guard outcome.isValid else {
        storage.reportInvalidOutcome(outcome, callID)
        throw StatusError(.invalidArgument, .noSuchOutcome, first: UInt64(UInt32(bitPattern: outcome.rawValue)))
      }
      try unsafe checkBytes(payload, count: length, of: "payload")
      try unsafe storage.complete(callID, with: outcome, payload, count: UInt(bitPattern: length))
    }
  }

  static func failPending(_ handle: hostcall_bridge, _ code: Int32, _ message: UnsafePointer<CChar>?) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let gRPCCode = HostCallCode(rawValue: Int(code))
      guard gRPCCode.isGRPC else {
        throw StatusError(.invalidArgument, .noSuchCode, first: UInt64(UInt32(bitPattern: code)))
      }
      guard let message = unsafe message else { throw StatusError(.invalidArgument, .pointerIsNull, text: "message") }
      if storage.pending.isClosed { throw .closed }
      let length = unsafe AlignedBytes.length(of: message, atMost: maximumMessageLength)
      unsafe storage.failPending(
        gRPCCode, UnsafeRawBufferPointer(start: message, count: length))
    }
  }

  /// The maximum number of bytes of a message that are read.
  private static let maximumMessageLength = 1024

  /// The size of the first version of `hostcall_call_info`, without `credit` and `silence_ns`, in bytes.
  private static var firstCallInfoSize: Int { MemoryLayout<hostcall_call_info>.offset(of: \.credit) ?? 0 }

  static func callInfo(
    _ handle: hostcall_bridge, _ callID: UInt64, _ info: UnsafeMutablePointer<hostcall_call_info>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let size = try unsafe SizedStruct.checkSize(UnsafePointer(info), "info", first: firstCallInfoSize)
      let call = try storage.pendingCall(callID)
      unsafe SizedStruct.write(
        hostcall_call_info(
          size: 0, request_encoding: call.encodings.request.rawValue,
          response_encoding: call.encodings.response.rawValue,
          remaining_ns: call.deadline.remaining(at: storage.clock.now), credit: UInt64(call.credit),
          silence_ns: call.silence.map { Deadline.nanoseconds(of: $0) } ?? .max),
        to: info, size: size, first: firstCallInfoSize)
    }
  }

  static func describe(
    _ handle: hostcall_bridge, _ buffer: UnsafeMutablePointer<UInt8>?, _ size: Int,
    _ lengthOut: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      guard let lengthOut = UnsafeMutableRawPointer(lengthOut) else {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "pointer for the length")
      }
      try unsafe checkBytes(buffer, count: size, of: "buffer")
      try storage.checkOpen()
      guard let bytes = storage.describe() else { throw StatusError(.notRegistered, .nothingDescribed) }
      unsafe lengthOut.storeBytes(of: bytes.count, as: Int.self)
      guard let buffer = unsafe buffer else { return }
      guard UInt(bytes.count) <= UInt(bitPattern: size) else {
        throw StatusError(
          .resourceExhausted, .bufferIsTooSmall, first: UInt64(bytes.count),
          second: UInt64(UInt(bitPattern: size)), text: "descriptor")
      }
      unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: bytes, byteCount: bytes.count)
    }
  }

  // MARK: The core's functions

  static func call(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ request: UnsafePointer<UInt8>?, _ length: Int,
    _ options: UnsafePointer<hostcall_call_options>?, _ reply: hostcall_reply_fn?,
    _ userData: UnsafeMutableRawPointer?, _ callIDOut: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    unsafe call(.call, handle, name, request, length, options, nil, reply, userData, callIDOut)
  }

  /// Implements `hostcall_call_with` and `hostcall_call_stream`.
  static func call(
    _ kind: CallKind, _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ request: UnsafePointer<UInt8>?,
    _ length: Int, _ options: UnsafePointer<hostcall_call_options>?, _ item: hostcall_item_fn?,
    _ reply: hostcall_reply_fn?, _ userData: UnsafeMutableRawPointer?, _ callIDOut: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let name = try unsafe self.name(name)
      try unsafe checkBytes(request, count: length, of: "request")
      if kind == .stream, unsafe item == nil, storage.delivery.queue == nil {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "item function")
      }
      if unsafe reply == nil, storage.delivery.queue == nil {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "reply function")
      }
      let options = try unsafe inboundOptions(options, on: storage)
      let function = try storage.exposedFunction(
        name, kind: kind, requestSize: UInt(bitPattern: length), fingerprint: options.fingerprint)
      // The request is copied and the ID written before the call is published: another thread may cancel it at once,
      // and the host may free its buffers as soon as `reply` runs.
      guard let payload = unsafe HostMemory(copying: request, length) else {
        throw .noMemory("request", UInt(bitPattern: length))
      }
      let hostReply =
        if let queue = storage.delivery.queueOrFinallyFunctions() {
          unsafe HostReply(queue, userData: userData) { [inbound = storage.inbound] in inbound.didFinishReply() }
        } else {
          unsafe HostReply(reply!, userData: userData)  // checked above: a queue cannot be lost
        }
      let stream = unsafe kind == .stream ? inboundStream(item, userData, options, on: storage) : nil
      let call = try storage.beginInbound(hostReply, deadline: options.deadline, stream: stream) { id in
        stream?.begin(id)
        guard let callIDOut = UnsafeMutableRawPointer(callIDOut) else { return }
        unsafe callIDOut.storeBytes(of: id, as: UInt64.self)
      }
      storage.runInbound(call, of: name, with: function, payload: payload, options: options)
    }
  }

  static func cancel(_ handle: hostcall_bridge, _ callID: UInt64) -> Int32 {
    with(handle) { storage throws(StatusError) in try storage.cancelInbound(callID) }
  }

  /// - Parameter grace: The grace time in nanoseconds; `nil` closes at once.
  static func close(_ handle: hostcall_bridge, grace: Int64?) -> Int32 {
    with(handle) { storage throws(StatusError) in
      if storage.delivery.queue != nil { return try storage.closeWithQueue(grace: grace.map { .nanoseconds($0) }) }
      guard !CallbackScope.isInside(handle) else { throw StatusError(.invalidArgument, .insideCallback) }
      guard storage.closeAndWait(grace: grace.map { .nanoseconds($0) }) else { throw .closed }
    }
  }

  @inline(__always)
  static func checkBytes(
    _ start: UnsafePointer<UInt8>?, count: Int, of what: String
  ) throws(StatusError) {
    if unsafe start == nil, count != 0 {
      throw StatusError(.invalidArgument, .bytesAreNull, first: UInt64(UInt(bitPattern: count)), text: what)
    }
  }
}
