// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  /// Makes a call and describes how it ended.
  func report<Failure>(
    _ call: () async throws(HostCallError<Failure>) -> String?
  ) async -> CallReport {
    let start = ContinuousClock.now
    func elapsed() -> Double { (ContinuousClock.now - start) / .milliseconds(1) }
    do throws(HostCallError<Failure>) {
      let text = try await call()
      return CallReport(outcome: "ok", text: text, message: "", milliseconds: elapsed())
    } catch {
      return CallReport(
        outcome: "\(error.code)", message: error.message, refusal: error.failure as? Refusal,
        fault: error.failure as? Fault, milliseconds: elapsed())
    }
  }

  func command(_ order: Order) async throws(HostCallError<Never>) -> CallReport {
    await report { () throws(HostCallError<Refusal>) in try await host.obey(order) }
  }

  func follow(_ order: Order) async throws(HostCallError<Refusal>) -> String {
    switch order {
    case .succeed(let text): return text
    case .refuse(let refusal): throw HostCallError(failure: refusal)
    case .fail(let code, let message):
      throw HostCallError(code: HostCallCode(rawValue: Int(code)), message: message)
    case .crash(let message): throw HostCallError(code: .unknown, message: message)
    case .cancel: throw HostCallError(code: .cancelled, message: "cancelled as told")
    }
  }

  func commandFault(_ fault: Fault) async throws(HostCallError<Never>) -> CallReport {
    await report { () throws(HostCallError<Fault>) in
      try await host.failHost(fault)
      return nil
    }
  }

  func failCore(_ fault: Fault) async throws(HostCallError<Fault>) { throw HostCallError(failure: fault) }

  func callUnregistered() async throws(HostCallError<Never>) -> CallReport {
    await report { () throws(HostCallError<Never>) in
      _ = try await bridge.call(NeverRegistered())
      return nil
    }
  }

  func fetchBytes(count: UInt32) async throws(HostCallError<Never>) -> CallReport {
    await report { () throws(HostCallError<Never>) in "\(try await host.makeBytes(count: count).count)" }
  }

  func coreBytes(count: UInt32) async throws(HostCallError<Never>) -> [UInt8] {
    [UInt8](repeating: 0, count: Int(count))
  }
}
