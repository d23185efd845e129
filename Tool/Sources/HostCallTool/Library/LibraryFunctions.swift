// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// The functions of a library with which a host answers the core's calls, on one bridge.
// Sendable because it is constant, and the functions may be called from any thread.
@safe struct LibraryFunctions: @unchecked Sendable {
  typealias RegisterHandler =
    @convention(c) (hostcall_bridge, UnsafePointer<CChar>?, UnsafePointer<hostcall_handler>?) -> Int32
  typealias RegisterStream =
    @convention(c) (hostcall_bridge, UnsafePointer<CChar>?, UnsafePointer<hostcall_stream_handler>?) -> Int32
  typealias Complete = @convention(c) (hostcall_bridge, UInt64, Int32, UnsafePointer<UInt8>?, Int) -> Int32
  typealias CallInfo = @convention(c) (hostcall_bridge, UInt64, UnsafeMutablePointer<hostcall_call_info>?) -> Int32
  typealias Send = @convention(c) (hostcall_bridge, UInt64, UnsafePointer<UInt8>?, Int) -> Int32

  let core: CoreLibrary
  let bridge: hostcall_bridge
  let registerHandler: RegisterHandler
  /// `nil` in a library from before there were streams.
  let registerStream: RegisterStream?
  private let completeCall: Complete
  private let callInfo: CallInfo
  private let sendItem: Send?

  init(_ core: CoreLibrary, _ bridge: hostcall_bridge) throws(CommandError) {
    self.core = core
    self.bridge = bridge
    unsafe registerHandler = try core.function("hostcall_register_handler", as: RegisterHandler.self)
    unsafe registerStream = try? core.function("hostcall_register_stream", as: RegisterStream.self)
    unsafe completeCall = try core.function("hostcall_complete", as: Complete.self)
    unsafe callInfo = try core.function("hostcall_get_call_info", as: CallInfo.self)
    unsafe sendItem = try? core.function("hostcall_send", as: Send.self)
  }

  /// Returns whether the request and the response of a pending call are raw; `nil` if the call has ended.
  func isRaw(_ callID: UInt64) -> (request: Bool, response: Bool)? {
    var info = hostcall_call_info()
    info.size = MemoryLayout<hostcall_call_info>.size
    guard unsafe callInfo(bridge, callID, &info) == HOSTCALL_OK else { return nil }
    return (info.request_encoding == HOSTCALL_ENCODING_RAW, info.response_encoding == HOSTCALL_ENCODING_RAW)
  }

  /// Sends an item of a stream, and returns the status.
  func send(_ item: [UInt8], of callID: UInt64) -> Int32 {
    guard let sendItem = unsafe sendItem else { return HOSTCALL_UNKNOWN_CALL }
    return unsafe item.withUnsafeBufferPointer { unsafe sendItem(bridge, callID, $0.baseAddress, $0.count) }
  }

  /// Answers a call, or ends a stream.
  ///
  /// - Returns: The status; a call that has ended in the meantime is no error.
  @discardableResult
  func complete(_ callID: UInt64, _ answer: HostAnswer) -> Int32 {
    let (outcome, payload): (Int32, [UInt8]) =
      switch answer {
      case .response(let bytes): (HOSTCALL_REPLY_OK, bytes)
      case .failure(let bytes): (HOSTCALL_REPLY_FAILURE, bytes)
      case .error(let code, let message): (0x100 + Int32(clamping: code.rawValue), Array(message.utf8))
      case .items: (HOSTCALL_REPLY_OK, [])
      }
    return unsafe payload.withUnsafeBufferPointer {
      unsafe completeCall(bridge, callID, outcome, $0.baseAddress, $0.count)
    }
  }
}
