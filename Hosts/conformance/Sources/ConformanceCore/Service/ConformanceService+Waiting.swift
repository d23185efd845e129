// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  func callWithDeadline(key: String, milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport {
    await report { () throws(HostCallError<Never>) in
      try await host.with(timeout: .milliseconds(milliseconds)).hostWait(key: key)
      return nil
    }
  }

  func callAndCancel(key: String, milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport {
    let call = await beginWait(key, milliseconds)
    call.cancel()
    return await call.value
  }

  func callAndFailPending(key: String, milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport {
    let call = await beginWait(key, milliseconds)
    bridge.failPending(.aborted, message: "failed as told")
    return await call.value
  }

  /// Makes a call, and returns when the host has had it for the time.
  private func beginWait(_ key: String, _ milliseconds: UInt32) async -> Task<CallReport, Never> {
    let made = bridge.statistics.made
    let call = Task { [self] in await reportOfWait(key) }
    await Patience.wait { [bridge] in bridge.statistics.made > made }
    try? await Task.sleep(for: .milliseconds(milliseconds))
    return call
  }

  func callImpatiently(milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport {
    await report { () throws(HostCallError<Never>) in
      try await host.with(timeout: .milliseconds(milliseconds / 2)).hostIgnoreCancellation(milliseconds: milliseconds)
      return nil
    }
  }

  func coreWait(key: String) async throws(HostCallError<Never>) {
    Observations.shared.record(.started, key)
    try? await Task.sleep(for: .seconds(60))
    guard Task.isCancelled else { return }
    Observations.shared.record(.cancelled, key)
    throw HostCallError(code: .cancelled, message: "the task was cancelled")
  }

  func awaitState(key: String, state: TaskState) async throws(HostCallError<Never>) -> Bool {
    await Patience.wait { Observations.shared.has(state, key) }
  }

  func holdCalls(key: String, count: UInt32) async throws(HostCallError<Never>) {
    for _ in 0..<count {
      // Detached, so that the calls do not end with this one.
      Task.detached { [self] in Observations.shared.record(await reportOfWait(key), key) }
    }
  }

  func heldCalls(key: String, count: UInt32) async throws(HostCallError<Never>) -> [CallReport] {
    await Patience.wait { Observations.shared.reports(key).count >= count }
    return Observations.shared.reports(key)
  }

  func closeBridge() async throws(HostCallError<Never>) { await bridge.close() }

  private func reportOfWait(_ key: String) async -> CallReport {
    await report { () throws(HostCallError<Never>) in
      try await host.hostWait(key: key)
      return nil
    }
  }
}
