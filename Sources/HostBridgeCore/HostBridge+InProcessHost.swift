// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The interface of `InProcessHost`, which corresponds to hostcall.h for a host in C.
extension HostBridge {
  /// Answers a call as `hostcall_complete` does, and returns its status.
  package func completeAsHost(_ callID: UInt64, _ answer: BridgeAnswer) -> Status {
    let (outcome, payload) = Outcome.encoded(answer)
    do throws(StatusError) {
      try storage.complete(callID, with: outcome, payload: payload)
      return .ok
    } catch {
      return error.status
    }
  }

  /// Returns the encodings of the pending call `callID`.
  package func encodings(of callID: UInt64) -> CallEncodings? { try? storage.pendingCall(callID).encodings }

  /// Returns the metadata of the pending call `callID`, without entries if it has none.
  package func metadata(of callID: UInt64) -> HostCallMetadata {
    (try? storage.pendingMetadata(callID)) ?? HostCallMetadata()
  }

  /// Returns the time until the deadline of the pending call `callID`; `nil` if it has none.
  package func remaining(of callID: UInt64) -> Duration? {
    (try? storage.pendingCall(callID)).flatMap { storage.remaining(until: $0.deadline) }
  }
}
