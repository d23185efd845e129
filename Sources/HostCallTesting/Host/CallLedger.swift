// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// The calls that a host has received, in order of arrival.
final class CallLedger: Sendable {
  struct Entry: Sendable {
    let request: any HostRequest
    let callID: UInt64
    let arrival: Duration
    let remaining: Duration?
    let metadata: HostCallMetadata
    var isCancelled = false
    var taken: UInt64?
    var answers: [AnswerStatus] = []
  }

  private struct State: Sendable {
    var entries: [Entry] = []
    var places: [UInt64: Int] = [:]
  }

  private let state = Guarded(State())

  func append(_ entry: Entry) {
    state.withLock { state in
      state.places[entry.callID] = state.entries.count
      state.entries.append(entry)
    }
  }

  /// Changes the entry of a call; does nothing if the request could not be decoded, since such a call has no entry.
  func update(_ callID: UInt64, _ change: @Sendable (inout Entry) -> Void) {
    state.withLock { state in
      guard let place = state.places[callID] else { return }
      change(&state.entries[place])
    }
  }

  func calls<C: HostRequest>(of type: C.Type) -> [ReceivedCall<C>] {
    state.withLock { $0.entries }.compactMap { entry in
      guard let request = entry.request as? C else { return nil }
      return ReceivedCall(
        request: request, callID: entry.callID, arrival: entry.arrival, remaining: entry.remaining,
        metadata: entry.metadata, isCancelled: entry.isCancelled, taken: entry.taken, answers: entry.answers)
    }
  }
}
