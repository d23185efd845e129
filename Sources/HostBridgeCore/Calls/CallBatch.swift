// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Many calls that one task makes in turn and waits for with a single suspension.
///
/// Each call is a ``CallAttempt`` whose caller starts to wait as soon as `invoke` has returned. The last answer resumes
/// the task, and each call releases its permit when it ends.
///
/// The task that makes the calls owns the batch, waits for it, and takes every outcome.
@usableFromInline
package final class CallBatch {
  private let storage: BridgeStorage
  private let deadline: Deadline
  private let waiter = BatchWaiter()
  /// The calls; `nil` for one that was not made or whose outcome has been taken.
  ///
  /// Unchecked because it is accessed for each call, and only by the task that owns the batch.
  @exclusivity(unchecked) private var calls: [CallReference?] = []
  /// The errors of calls that were not made, by index.
  private var failures: [Int: BridgeError] = [:]

  @usableFromInline
  package init(_ storage: BridgeStorage, _ deadline: Deadline) {
    self.storage = storage
    self.deadline = deadline
  }

  /// The number of calls, including those that were not made.
  @usableFromInline
  package var count: Int { unsafe calls.count }

  /// Makes a call; returns false if it has to wait for a permit.
  ///
  /// - Parameter request: The encoded request, which the host reads in place.
  @usableFromInline
  package func begin(_ target: CallTarget, _ request: UnsafeRawBufferPointer) -> Bool {
    do throws(BridgeError) {
      guard let attempt = try CallAttempt.admitted(storage, requestSize: request.count) else { return false }
      let call = try unsafe attempt.begin(
        target, on: storage, request: request, deadline: deadline, group: waiter)
      unsafe calls.append(call.inGroup())
    } catch {
      fail(error)
    }
    return true
  }

  /// Makes a call after waiting for a permit.
  @usableFromInline
  package func beginWaiting(_ target: CallTarget, _ request: [UInt8]) async {
    do throws(BridgeError) {
      let attempt = try await CallAttempt.waiting(storage, until: deadline)
      let call = try unsafe attempt.begin(
        target, on: storage, request: request.span.bytes, deadline: deadline, group: waiter)
      unsafe calls.append(call.inGroup())
    } catch {
      fail(error)
    }
  }

  /// Records a call that was not made.
  @usableFromInline
  package func fail(_ error: BridgeError) {
    failures[count] = error
    unsafe calls.append(nil)
  }

  /// Suspends until all calls have ended.
  ///
  /// Cancelling the task ends those that have not.
  @usableFromInline
  package func wait() async {
    await storage.wait(for: waiter, unsafe calls)
  }

  /// Returns whether the call at `index` has its outcome and no other thread accesses it any more.
  @usableFromInline
  package func hasArrived(_ index: Int) -> Bool {
    guard let call = unsafe calls[index], let state = call.slot.state(of: call.id) else { return true }
    return state.stage == .waiting ? call.slot.waiter.isNotified : state.isDecided
  }

  /// Returns the call at `index`, once, to take its outcome.
  ///
  /// - Throws: The reason why the call was not made.
  @usableFromInline
  package func takeCall(_ index: Int) throws(BridgeError) -> DecidedCall {
    guard let call = unsafe calls[index] else {
      guard let error = failures.removeValue(forKey: index) else {
        preconditionFailure("the outcome of each call in a batch can be taken only once")
      }
      throw error
    }
    unsafe calls[index] = nil
    return DecidedCall(of: call, storage)
  }
}
