// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostCall

/// What one call is to be, which the seed decides.
struct Plan: Sendable {
  private let id: Int
  private let isRepeatable: Bool
  private let isUnlimited: Bool
  /// When the client cancels the call; `nil` if it does not.
  private let cancellation: Duration?
  private let milliseconds: Int
  private let requestSize: Int
  private let answerSize: Int

  init(_ id: Int, _ random: inout SplitMix) {
    self.id = id
    isRepeatable = Bool.random(using: &random)
    isUnlimited = Int.random(in: 0..<20, using: &random) == 0
    let isCancelled = Int.random(in: 0..<100, using: &random) == 0
    let wait = Int.random(in: 0...50, using: &random)
    cancellation = isCancelled ? .milliseconds(wait) : nil
    // Mostly short and small, and now and then as long or large as is usual for a heavy call.
    milliseconds = .random(in: 0...(.random(in: 0..<50, using: &random) == 0 ? 300 : 10), using: &random)
    requestSize = .random(in: 0...(.random(in: 0..<50, using: &random) == 0 ? 50_000 : 500), using: &random)
    answerSize = .random(in: 0...(.random(in: 0..<50, using: &random) == 0 ? 50_000 : 500), using: &random)
  }

  private var kind: String {
    (isRepeatable ? "repeatable" : "single") + (cancellation != nil ? "-cancelled" : isUnlimited ? "-unlimited" : "")
  }

  /// Makes the call, and prints its beginning and its end.
  func make(with client: HostCallClient, timeout: Duration) async {
    let beginning = ContinuousClock.now
    ChaosPeer.write("begin \(id) \(kind) \(Date().timeIntervalSince1970)")
    let limit = isUnlimited ? nil : timeout
    let outcome =
      isRepeatable
      ? await call(RepeatableWork.self, client, limit) : await call(SingleWork.self, client, limit)
    let elapsed = (ContinuousClock.now - beginning) / .milliseconds(1)
    ChaosPeer.write("end \(id) \(outcome) \(elapsed)")
  }

  private func call<W: Work>(_ type: W.Type, _ client: HostCallClient, _ timeout: Duration?) async -> String {
    let work = W(
      id: id, milliseconds: milliseconds, answerSize: answerSize, padding: String(repeating: "a", count: requestSize))
    let task = Task { () async -> String in
      do throws(HostCallError<Never>) {
        let answer = try await client.call(work, timeout: timeout)
        return answer.id == id && answer.padding.utf8.count == answerSize ? "ok" : "wrong"
      } catch {
        return "\(error.code)"
      }
    }
    if let cancellation {
      try? await Task.sleep(for: cancellation)
      task.cancel()
    }
    return await task.value
  }
}
