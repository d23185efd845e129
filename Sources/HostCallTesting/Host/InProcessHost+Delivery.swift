// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

extension InProcessHost {
  /// The reaction to a call.
  enum Reaction<C: HostCallable>: Sendable {
    case never
    case insideInvoke(@Sendable (C) -> BridgeAnswer)
    case inTask(AnswerDelivery, @Sendable (C) async -> BridgeAnswer)
  }

  /// Registers the reaction to calls of `type`, given the format of each call.
  func register<C: HostCallable>(
    _ type: C.Type, _ reaction: @escaping @Sendable (CallFormat<C>) -> Reaction<C>
  ) throws(HostSetupError) {
    let (format, call) = try bridge.format(of: type)
    let functions = SwiftFunctions(
      invoke: { [self] callID, bytes in receive(callID, request: bytes, format: format, reaction: reaction) },
      cancel: { [self] callID, _ in receiveCancellation(of: callID) })
    try bridge.register(functions, for: call)
  }

  /// Handles a call, inside `invoke` and on the thread of the caller.
  private func receive<C: HostCallable>(
    _ callID: UInt64, request bytes: [UInt8], format: CallFormat<C>, reaction: (CallFormat<C>) -> Reaction<C>
  ) {
    let encodings = bridge.encodings(of: callID)
    let format = format.with(requestEncoding: encodings?.request, responseEncoding: encodings?.response)
    let reaction = reaction(format)
    let request: C
    do {
      request = try unsafe format.decodeRequest(bytes.span.bytes)
    } catch {
      return complete(callID, with: format.answer(error: error), count: 1)
    }
    let now = clock.now
    // Scheduled before the call becomes visible, since the test may then advance the clock.
    if case .inTask(let delivery, _) = reaction, delivery.delay > .zero {
      let due = Deadline(after: delivery.delay, from: now)
      delayed.insert(DelayedAnswers.Entry(callID: callID, due: due, delivery: delivery))
    }
    ledger.append(
      CallLedger.Entry(
        request: request, callID: callID, arrival: .nanoseconds(now.nanoseconds),
        remaining: bridge.remaining(of: callID), metadata: bridge.metadata(of: callID)))
    changes.notify()
    switch reaction {
    case .never: break
    case .insideInvoke(let body): complete(callID, with: body(request), count: 1)
    case .inTask(let delivery, let body): answer(callID, by: delivery) { await body(request) }
    }
  }

  private func answer(
    _ callID: UInt64, by delivery: AnswerDelivery, _ body: @escaping @Sendable () async -> BridgeAnswer
  ) {
    tasks.begin(callID)
    let task = Task {
      let answer = await body()
      tasks.end(callID)
      if delivery.delay > .zero {
        delayed.set(answer, for: callID)
        changes.notify()
      } else {
        await deliver(answer, to: callID, by: delivery)
      }
    }
    tasks.attach(task, to: callID)
  }

  /// Delivers an answer as `delivery` specifies, apart from the delay; returns after the delivery.
  func deliver(_ answer: BridgeAnswer, to callID: UInt64, by delivery: AnswerDelivery) async {
    guard delivery.isFromAnotherThread else { return complete(callID, with: answer, count: delivery.count) }
    await withCheckedContinuation { continuation in
      let hasStarted = SystemThread.start { [self] in
        complete(callID, with: answer, count: delivery.count)
        continuation.resume()
      }
      if !hasStarted {
        complete(
          callID, with: .error(.resourceExhausted, message: "no thread could be started for the answer"), count: 1)
        continuation.resume()
      }
    }
  }

  private func complete(_ callID: UInt64, with answer: BridgeAnswer, count: Int) {
    for _ in 0..<count {
      let status = AnswerStatus(bridge.completeAsHost(callID, answer))
      ledger.update(callID) { $0.answers.append(status) }
      changes.notify()
    }
  }

  /// Handles a cancellation, inside `cancel` and on the bridge's callback thread.
  private func receiveCancellation(of callID: UInt64) {
    ledger.update(callID) { $0.isCancelled = true }
    changes.notify()
    tasks.cancel(callID)
  }
}
