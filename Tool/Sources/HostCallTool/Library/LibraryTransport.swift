// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall
internal import Synchronization

/// A transport that carries calls to the functions that a library's core exposes, by `hostcall_call_with`, as any host
/// does.
///
/// A library from before `HOSTCALL_ABI_MINOR` 2 has only `hostcall_call`, which takes neither metadata nor a deadline:
/// the metadata is dropped, and the transport itself gives up a call whose timeout expires.
@safe final class LibraryTransport: HostCallTransport, @unchecked Sendable {  // constant, or behind a lock
  private typealias Call =
    @convention(c) (
      hostcall_bridge, UnsafePointer<CChar>?, UnsafePointer<UInt8>?, Int, hostcall_reply_fn?,
      UnsafeMutableRawPointer?,
      UnsafeMutablePointer<UInt64>?
    ) -> Int32
  private typealias CallWith =
    @convention(c) (
      hostcall_bridge, UnsafePointer<CChar>?, UnsafePointer<UInt8>?, Int, UnsafePointer<hostcall_call_options>?,
      hostcall_reply_fn?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt64>?
    ) -> Int32
  private typealias CallStream =
    @convention(c) (
      hostcall_bridge, UnsafePointer<CChar>?, UnsafePointer<UInt8>?, Int, UnsafePointer<hostcall_call_options>?,
      hostcall_item_fn?, hostcall_reply_fn?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt64>?
    ) -> Int32
  typealias Cancel = @convention(c) (hostcall_bridge, UInt64) -> Int32

  let carriesRawBytes: Bool
  private let core: CoreLibrary
  private let bridge: hostcall_bridge
  private let call: Call
  private let callWith: CallWith?
  private let cancel: Cancel
  /// The functions for streams; `nil` in a library from before it had them.
  private let callStream: CallStream?
  private let grant: LibraryItems.Grant?
  /// The calls that the core exposed when it was last queried, by the bytes of their names, which the core compares.
  private let exposed: Mutex<Exposed>

  private struct Description: Sendable {
    var call: HostCallDescriptor.Call
    var isStream: Bool
  }

  private struct Exposed: Sendable {
    var calls: [[UInt8]: Description]
    /// The earliest time of the next query.
    ///
    /// Any peer may call names that do not exist, and each query makes the core write its whole descriptor.
    var nextQuery = ContinuousClock.now + .milliseconds(100)
  }

  /// Ten years, since an instant farther ahead may be more than a clock can count.
  private static let maximumTimeout = Duration.seconds(315_360_000)

  /// - Parameters:
  ///   - core: The library.
  ///   - bridge: The bridge to call.
  ///   - carriesRawBytes: Whether callers are on this machine, so that requests and responses may be raw bytes.
  init(_ core: CoreLibrary, _ bridge: hostcall_bridge, carriesRawBytes: Bool = false) throws(CommandError) {
    self.core = core
    self.bridge = bridge
    self.carriesRawBytes = carriesRawBytes
    unsafe call = try core.function("hostcall_call", as: Call.self)
    unsafe callWith = try? core.function("hostcall_call_with", as: CallWith.self)
    cancel = try core.function("hostcall_cancel", as: Cancel.self)
    unsafe callStream = try? core.function("hostcall_call_stream", as: CallStream.self)
    grant = try? core.function("hostcall_grant", as: LibraryItems.Grant.self)
    exposed = Mutex(Exposed(calls: try Self.exposed(by: core, bridge)))
  }

  private static func exposed(
    by core: CoreLibrary, _ bridge: hostcall_bridge
  ) throws(CommandError) -> [[UInt8]: Description] {
    var calls: [[UInt8]: Description] = [:]
    let descriptor = try PrintSchemaCommand.decoded(try core.descriptor(of: bridge), of: core.path)
    for call in descriptor.calls where call.direction == .toCore {
      calls[Array(call.name.utf8)] = Description(call: call, isStream: false)
    }
    for stream in descriptor.streams ?? [] where stream.direction == .toCore {
      calls[Array(stream.name.utf8)] = Description(call: stream, isStream: true)
    }
    return calls
  }

  /// Returns the description of a call; `nil` if the core does not expose the call, or is closed.
  ///
  /// Queries the core again for an unknown name, at most ten times a second.
  private func described(_ wireName: String) -> Description? {
    let name = Array(wireName.utf8)
    let (known, mayQuery) = exposed.withLock { exposed in
      let known = exposed.calls[name]
      let mayQuery = known == nil && exposed.nextQuery <= .now
      if mayQuery { exposed.nextQuery = .now + .milliseconds(100) }
      return (known, mayQuery)
    }
    guard mayQuery, let calls = try? Self.exposed(by: core, bridge) else { return known }
    exposed.withLock { $0.calls = calls }
    return calls[name]
  }

  func fingerprint(of wireName: String) async -> UInt64? { described(wireName)?.call.fingerprint }

  /// Returns the descriptor of the core, which lists what the core calls as well.
  func describeAnswered() async throws(BridgeError) -> [UInt8] {
    do throws(CommandError) {
      return try core.descriptor(of: bridge)
    } catch {
      throw BridgeError(code: .unavailable, message: error.message)
    }
  }

  func answeredNames() async -> [String]? {
    // An unknown name, so that functions that the core has exposed since are found.
    _ = described("")
    return exposed.withLock { $0.calls.values.map(\.call.name) }
  }

  func isStream(_ wireName: String) async -> Bool { described(wireName)?.isStream == true }

  func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream {
    try check(call, isStream: true)
    guard let callStream = unsafe callStream, let grant else {
      throw BridgeError(code: .unimplemented, message: "the library was built before there were streams")
    }
    let items = LibraryItems(bridge, cancel, grant)
    try unsafe items.open(buffer: buffer) { item, reply, userData, callID in
      let status = unsafe withRequest(of: call) { name, request, options in
        unsafe options.pointee.silence_ns = silence.map(Self.nanoseconds) ?? 0
        return unsafe callStream(
          bridge, name, request.baseAddress, request.count, options, item, reply, userData, callID)
      }
      return status == HOSTCALL_OK ? nil : refusal(status)
    }
    return LibraryStream(items)
  }

  /// Checks that the library exposes a call, of the right kind and encoding.
  private func check(_ call: TransportCall, isStream: Bool) throws(BridgeError) {
    guard let described = described(call.wireName) else {
      throw BridgeError(code: .unimplemented, message: "the library exposes no call \(call.wireName)")
    }
    guard described.isStream == isStream else {
      let (kind, other) = isStream ? ("function", "stream") : ("stream", "function")
      throw BridgeError(
        code: .unimplemented, message: "\(call.wireName) is a \(kind), and is called as a \(other)")
    }
    if !carriesRawBytes, [described.call.request?.encoding, described.call.response?.encoding].contains("raw") {
      throw BridgeError(
        code: .unimplemented,
        message: "\(call.wireName) takes or returns raw bytes, which cannot be sent to another machine")
    }
  }

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    try check(call, isStream: false)
    let answer = LibraryAnswer(bridge, cancel)
    let timer = unsafe callWith == nil ? call.timeout.map { giveUp(answer, after: $0) } : nil
    defer { timer?.cancel() }
    let result = await withTaskCancellationHandler {
      unsafe await answer.result { reply, userData, callID in
        let status = unsafe start(call, reply, userData, callID)
        return status == HOSTCALL_OK ? nil : refusal(status)
      }
    } onCancel: {
      answer.giveUp(.cancelled)
    }
    return try result.get()
  }

  /// Makes a call with its timeout and the metadata of the current task, and returns the status.
  private func start(
    _ call: TransportCall, _ reply: hostcall_reply_fn, _ userData: UnsafeMutableRawPointer,
    _ callID: UnsafeMutablePointer<UInt64>
  ) -> Int32 {
    guard let callWith = unsafe callWith else {
      return unsafe call.wireName.withCString { name in
        unsafe call.request.withUnsafeBufferPointer { request in
          unsafe self.call(bridge, name, request.baseAddress, request.count, reply, userData, callID)
        }
      }
    }
    return unsafe withRequest(of: call) { name, request, options in
      unsafe callWith(bridge, name, request.baseAddress, request.count, options, reply, userData, callID)
    }
  }

  /// Returns the result of `body` with a call's name, its request, and its timeout and the current task's metadata.
  private func withRequest(
    of call: TransportCall,
    _ body: (UnsafePointer<CChar>, UnsafeBufferPointer<UInt8>, UnsafeMutablePointer<hostcall_call_options>) -> Int32
  ) -> Int32 {
    unsafe call.wireName.withCString { name in
      unsafe call.request.withUnsafeBufferPointer { request in
        unsafe HostCallMetadata.current.withFields { fields in
          var options = unsafe hostcall_call_options()
          unsafe options.size = unsafe MemoryLayout<hostcall_call_options>.size
          unsafe options.timeout_ns = call.timeout.map(Self.nanoseconds) ?? 0
          unsafe options.metadata = fields.baseAddress
          unsafe options.metadata_count = fields.count
          return unsafe body(name, request, &options)
        }
      }
    }
  }

  /// Returns a timeout as `hostcall_call_options` states it, where 0 is no timeout.
  private static func nanoseconds(_ timeout: Duration) -> Int64 {
    guard timeout > .zero else { return -1 }
    let (seconds, attoseconds) = min(timeout, maximumTimeout).components
    return max(1, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  private func giveUp(_ answer: LibraryAnswer, after timeout: Duration) -> Task<Void, any Error> {
    Task {
      // A second at a time, since Swift 6.3 on Linux keeps a cancelled sleep in memory until its time has passed.
      let end = ContinuousClock.now + min(timeout, Self.maximumTimeout)
      while ContinuousClock.now < end {
        try await Task.sleep(until: min(end, ContinuousClock.now + .seconds(1)), tolerance: .zero)
      }
      answer.giveUp(.deadlineExceeded)
    }
  }

  private func refusal(_ status: Int32) -> BridgeError {
    let code: HostCallCode =
      switch status {
      case HOSTCALL_NOT_REGISTERED: .unimplemented
      case HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE: .unavailable
      case HOSTCALL_RESOURCE_EXHAUSTED: .resourceExhausted
      default: .internal
      }
    return BridgeError(code: code, message: core.lastError())
  }
}
