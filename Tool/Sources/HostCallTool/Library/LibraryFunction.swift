// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall
internal import Synchronization

/// A function of the host that a library's core calls, or a stream; the library retains it while it is registered.
final class LibraryFunction: Sendable {
  /// What is left to send of a stream.
  private struct Sending: Sendable {
    var items: ArraySlice<[UInt8]>
    /// Whether a thread sends the items, so that others only set `hasCredit`.
    var isActive = false
    /// Whether credit has come since the last item was taken.
    var hasCredit = false
  }

  private let call: CoreCall
  private let functions: LibraryFunctions
  private let respond: LibraryHost.Respond
  private let streams = Mutex<[UInt64: Sending]>([:])

  init(_ call: CoreCall, _ functions: LibraryFunctions, _ respond: @escaping LibraryHost.Respond) {
    self.call = call
    self.functions = functions
    self.respond = respond
  }

  /// Begins to answer a call; returns without waiting for its answer.
  func begin(_ callID: UInt64, _ request: [UInt8]) {
    guard let isRaw = functions.isRaw(callID) else { return }
    var call = call
    call.request.isRaw = isRaw.request
    call.response.isRaw = isRaw.response
    respond(call, request) { [self] answer in
      guard case .items(let items) = answer else { return _ = functions.complete(callID, answer) }
      streams.withLock { $0[callID] = Sending(items: items[...]) }
      resume(callID)
    }
  }

  /// Sends items of a stream as long as there is credit, and ends it after the last one.
  func resume(_ callID: UInt64) {
    let mayBegin = streams.withLock { streams in
      guard streams[callID] != nil else { return false }
      defer { streams[callID]?.isActive = true }
      streams[callID]?.hasCredit = true
      return streams[callID]?.isActive == false
    }
    guard mayBegin else { return }
    while let item = next(callID) {
      let status = functions.send(item, of: callID)
      switch status {
      case HOSTCALL_OK: streams.withLock { _ = $0[callID]?.items.popFirst() }
      case HOSTCALL_WOULD_BLOCK: if !keepsSending(callID) { return }
      default: return forget(callID)
      }
    }
    if streams.withLock({ $0.removeValue(forKey: callID) }) != nil { functions.complete(callID, .items([])) }
  }

  /// Drops the rest of a stream that has ended.
  func forget(_ callID: UInt64) { streams.withLock { _ = $0.removeValue(forKey: callID) } }

  private func next(_ callID: UInt64) -> [UInt8]? {
    streams.withLock { streams in
      streams[callID]?.hasCredit = false
      return streams[callID]?.items.first
    }
  }

  /// Pauses until the next credit, unless that has come since the last item was taken.
  private func keepsSending(_ callID: UInt64) -> Bool {
    streams.withLock { streams in
      let hasCredit = streams[callID]?.hasCredit ?? false
      streams[callID]?.isActive = hasCredit
      return hasCredit
    }
  }
}
