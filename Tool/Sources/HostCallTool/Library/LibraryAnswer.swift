// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall
internal import Synchronization

/// The answer to one `hostcall_call`, which a task awaits and may give up, and a thread of the library delivers.
final class LibraryAnswer: Sendable {
  typealias Reply = Result<[UInt8], BridgeError>

  private struct State: Sendable {
    var waiter: CheckedContinuation<Reply, Never>?
    var callID: UInt64?
    /// Why the call was given up; `nil` if it was not.
    var reason: HostCallCode?
  }

  private let bridge: hostcall_bridge
  private let cancel: LibraryTransport.Cancel
  private let state = Mutex(State())

  init(_ bridge: hostcall_bridge, _ cancel: @escaping LibraryTransport.Cancel) {
    self.bridge = bridge
    self.cancel = cancel
  }

  /// Makes the call with `start`, and waits for its answer.
  ///
  /// - Parameter start: Makes the call, given what `hostcall_call` takes: the reply function, its user data, and
  ///   where to write the call's ID. Returns an error if the call was not made.
  /// - Returns: The answer, or an error.
  func result(
    _ start: (hostcall_reply_fn, UnsafeMutableRawPointer, UnsafeMutablePointer<UInt64>) -> BridgeError?
  ) async -> Reply {
    await withCheckedContinuation { waiter in
      state.withLock { $0.waiter = waiter }
      let retained = unsafe Unmanaged.passRetained(self)
      var callID: UInt64 = 0
      let error = unsafe start(
        { outcome, payload, count, userData in
          guard let userData = unsafe userData else { return }
          let answer = unsafe Unmanaged<LibraryAnswer>.fromOpaque(userData).takeRetainedValue()
          unsafe answer.finish(LibraryAnswer.reply(outcome, UnsafeBufferPointer(start: payload, count: count)))
        }, retained.toOpaque(), &callID)
      if let error {
        unsafe retained.release()
        finish(.failure(error))
      } else {
        begin(callID)
      }
    }
  }

  /// Gives the call up, by asking the library to cancel it.
  ///
  /// `result` still waits for the library's answer.
  func giveUp(_ reason: HostCallCode) {
    let callID = state.withLock { state -> UInt64? in
      if state.reason == nil { state.reason = reason }
      return state.callID
    }
    if let callID { giveUp(callID) }
  }

  private func begin(_ callID: UInt64) {
    let isGivenUp = state.withLock { state in
      state.callID = callID
      return state.reason != nil
    }
    if isGivenUp { giveUp(callID) }
  }

  private func giveUp(_ callID: UInt64) {
    // In a task of its own, since a cancellation handler may run under locks of the runtime.
    Task.detached { [bridge, cancel] in _ = cancel(bridge, callID) }
  }

  private func finish(_ reply: Reply) {
    let (waiter, reason) = state.withLock { state in
      defer { state.waiter = nil }
      return (state.waiter, state.reason)
    }
    if case .failure(let error) = reply, error.code == .cancelled, let reason {
      let message = reason == .cancelled ? "the caller gave the call up" : "the core did not answer in time"
      waiter?.resume(returning: .failure(BridgeError(code: reason, message: message)))
    } else {
      waiter?.resume(returning: reply)
    }
  }

  /// Returns the reply of a call or stream, in the terms of a transport.
  static func reply(_ outcome: Int32, _ payload: UnsafeBufferPointer<UInt8>) -> Reply {
    let bytes = unsafe Array(payload)
    if outcome == HOSTCALL_REPLY_OK { return .success(bytes) }
    if outcome == HOSTCALL_REPLY_FAILURE {
      return .failure(BridgeError(code: .failed, message: "the core answered with a failure", failure: bytes))
    }
    let code: HostCallCode =
      switch outcome {
      case HOSTCALL_REPLY_CANCELLED: .cancelled
      case 0x101...0x110: HostCallCode(rawValue: Int(outcome) - 0x100)
      default: .unknown
      }
    return .failure(BridgeError(code: code, message: String(decoding: bytes, as: UTF8.self)))
  }
}
