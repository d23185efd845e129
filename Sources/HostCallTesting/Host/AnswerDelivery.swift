// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The delivery of an answer: its delay, its thread, and how often it is repeated.
///
///     try host.answer(FetchProfile.self, .delayed(by: .seconds(3)).twice) { request in … }
///
/// Thread safety: a value.
public struct AnswerDelivery: Hashable, Sendable {
  var delay = Duration.zero
  var count = 1
  var isFromAnotherThread = false

  /// Delivers once, from a task, as soon as the answer is available.
  public static let once = AnswerDelivery()

  /// Delivers once, after `delay` on the host's clock.
  ///
  /// The delay starts when the call arrives, and the answer is computed right away; advancing the clock to the due time
  /// waits until the answer is available, so the computation must not wait for the clock. A deadline at the same time
  /// passes first.
  ///
  /// - Parameter delay: The delay in virtual time. Zero or less means no delay: the clock does not wait for such an
  ///   answer.
  public static func delayed(by delay: Duration) -> AnswerDelivery { once.delayed(by: delay) }

  /// Delivers the same bytes twice in a row; the bridge refuses the second answer.
  public static let twice = once.twice

  /// Delivers once, from a new system thread that runs no Swift task, like a worker thread of a host in C.
  public static let fromAnotherThread = once.fromAnotherThread

  /// Returns this delivery, delayed by `delay` on the host's clock.
  public func delayed(by delay: Duration) -> AnswerDelivery {
    var delivery = self
    delivery.delay = delay
    return delivery
  }

  /// This delivery, performed twice.
  public var twice: AnswerDelivery {
    var delivery = self
    delivery.count = 2
    return delivery
  }

  /// This delivery, performed from another thread.
  public var fromAnotherThread: AnswerDelivery {
    var delivery = self
    delivery.isFromAnotherThread = true
    return delivery
  }
}
