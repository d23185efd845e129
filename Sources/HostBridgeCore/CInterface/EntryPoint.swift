internal import CHostBridge

/// What the C functions do.
///
/// Both the exported functions and the table of ``HostBridge/cAPI`` come here.
///
/// Checks are in the order that the header promises: the bridge, the arguments, whether it is closing, the name or the
/// call ID.
enum EntryPoint {
  static func bridge(_ handle: hostcall_bridge) throws(StatusError) -> HostBridge {
    // The child is asked about first: a thread that it does not have may hold any lock, also that of the table's
    // making.
    guard !hostcall_fork_is_child(), let bridge = HandleTable.shared.lookUp(handle) else {
      throw StatusError(.invalidBridge, "there is no such bridge here: it is closed, or not of this library")
    }
    return bridge
  }

  /// The name that a host passed, of which no more than 256 bytes are read.
  static func name(_ start: UnsafePointer<CChar>?) throws(StatusError) -> WireName {
    guard let start = unsafe start else { throw StatusError(.invalidArgument, "the name is NULL") }
    let length = unsafe AlignedBytes.length(of: start, atMost: WireName.maximumLength + 1)
    guard length > 0 else { throw StatusError(.invalidArgument, "the name is empty") }
    guard length <= WireName.maximumLength else {
      throw StatusError(.invalidArgument, "the name is longer than \(WireName.maximumLength) bytes")
    }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
    guard let text = unsafe String(validating: bytes, as: UTF8.self), let name = WireName(text) else {
      throw StatusError(.invalidArgument, "the name is not UTF-8")
    }
    return name
  }

  // MARK: The host's functions

  static func register(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ invoke: hostcall_invoke_fn?,
    _ userData: UnsafeMutableRawPointer?
  ) -> Int32 {
    guard let invoke = unsafe invoke else { return unsafe unregister(handle, name) }
    return Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      let name = try unsafe self.name(name)
      try unsafe bridge.register(HostFunctions(invoke: invoke, userData: userData), as: name)
    }
  }

  static func registerHandler(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ handler: UnsafePointer<hostcall_handler>?
  ) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      let name = try unsafe self.name(name)
      let handler: hostcall_handler = try unsafe SizedStruct.read(handler, "handler")
      guard let invoke = unsafe handler.invoke else {
        throw StatusError(.invalidArgument, "the handler's invoke is NULL")
      }
      let functions = unsafe HostFunctions(
        invoke: invoke, cancel: handler.cancel, release: handler.release, userData: handler.user_data)
      let fingerprint = unsafe handler.fingerprint
      try bridge.register(functions, as: name, schema: fingerprint == 0 ? .unchecked : .fingerprint(fingerprint))
    }
  }

  static func unregister(_ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      try unsafe bridge.unregister(self.name(name))
    }
  }

  static func complete(
    _ handle: hostcall_bridge, _ callID: UInt64, _ outcome: Int32, _ payload: UnsafePointer<UInt8>?, _ length: Int
  ) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      let outcome = Outcome(rawValue: outcome)
      guard outcome.isValid else {
        throw StatusError(.invalidArgument, "there is no outcome \(outcome.rawValue)")
      }
      try unsafe checkBytes(payload, length, "payload")
      try bridge.complete(callID, outcome, size: UInt(bitPattern: length)) { slot in
        unsafe slot.setAnswer(outcome, UnsafeRawBufferPointer(start: payload, count: length))
      }
    }
  }

  static func callInfo(
    _ handle: hostcall_bridge, _ callID: UInt64, _ info: UnsafeMutablePointer<hostcall_call_info>?
  ) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      try unsafe SizedStruct.checkSize(UnsafePointer(info), "info")
      let call = try bridge.pendingCall(callID)
      unsafe SizedStruct.write(
        hostcall_call_info(
          size: 0, request_encoding: call.requestEncoding.rawValue, response_encoding: call.responseEncoding.rawValue,
          remaining_ns: call.deadline.remaining(at: bridge.clock.now)),
        to: info)
    }
  }

  static func describe(
    _ handle: hostcall_bridge, _ buffer: UnsafeMutablePointer<UInt8>?, _ size: Int,
    _ lengthOut: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      guard let lengthOut = UnsafeMutableRawPointer(lengthOut) else {
        throw StatusError(.invalidArgument, "the pointer for the length is NULL")
      }
      try unsafe checkBytes(buffer, size, "buffer")
      try bridge.checkOpen()
      guard let bytes = bridge.describe() else {
        throw StatusError(.notRegistered, "the core has no calls with schemas")
      }
      unsafe lengthOut.storeBytes(of: bytes.count, as: Int.self)
      guard let buffer = unsafe buffer else { return }
      guard UInt(bytes.count) <= UInt(bitPattern: size) else {
        throw StatusError(
          .resourceExhausted, "the descriptor has \(bytes.count) bytes, the buffer \(UInt(bitPattern: size))")
      }
      unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: bytes, byteCount: bytes.count)
    }
  }

  // MARK: The core's functions

  static func call(
    _ handle: hostcall_bridge, _ name: UnsafePointer<CChar>?, _ request: UnsafePointer<UInt8>?, _ length: Int,
    _ reply: hostcall_reply_fn?, _ userData: UnsafeMutableRawPointer?, _ callIDOut: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      let name = try unsafe self.name(name)
      try unsafe checkBytes(request, length, "request")
      guard let reply = unsafe reply else { throw StatusError(.invalidArgument, "reply is NULL") }
      let function = try bridge.exposedFunction(name, requestSize: UInt(bitPattern: length))
      // Everything of the host's is copied, and its ID written, before the call exists for others: another thread may
      // give it up at once, and what the host lent may be gone as soon as `reply` runs.
      let payload = unsafe AlignedBytes.copy(request, length)
      let call = try unsafe bridge.beginInbound(HostReply(reply, userData: userData)) { id in
        guard let callIDOut = UnsafeMutableRawPointer(callIDOut) else { return }
        unsafe callIDOut.storeBytes(of: id, as: UInt64.self)
      }
      bridge.runInbound(call, name, function, payload)
    }
  }

  static func cancel(_ handle: hostcall_bridge, _ callID: UInt64) -> Int32 {
    Status.returned { () throws(StatusError) in try bridge(handle).cancelInbound(callID) }
  }

  static func close(_ handle: hostcall_bridge) -> Int32 {
    Status.returned { () throws(StatusError) in
      let bridge = try bridge(handle)
      guard !CallbackScope.isInside(handle) else {
        throw StatusError(.invalidArgument, "a bridge can't be closed from inside one of its callbacks")
      }
      guard bridge.closeAndWait() else { throw .closed }
    }
  }

  private static func checkBytes(
    _ start: UnsafePointer<UInt8>?, _ length: Int, _ what: String
  ) throws(StatusError) {
    if unsafe start == nil, length != 0 {
      throw StatusError(
        .invalidArgument, "the \(what) is NULL, but its length is \(UInt(bitPattern: length))")
    }
  }
}
