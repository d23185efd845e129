/// How an answer is given: when, from where, how often.
///
/// What is answered is said beside it.
///
///     try host.answer(FetchProfile.self, .delayed(by: .seconds(3)).twice) { request in … }
///
/// Thread safety: a value.
public struct AnswerDelivery: Hashable, Sendable {
  var delay = Duration.zero
  var count = 1
  var isFromAnotherThread = false

  /// Once, from a task, as soon as there is something to answer.
  public static let once = AnswerDelivery()

  /// Once, when `delay` has passed on the host's clock.
  ///
  /// The delay counts from when the call comes. What is to be answered is made then already; moving the clock to the
  /// moment at which it is due waits until it is there, and so must not be what it waits for. A deadline at the same
  /// moment comes first.
  ///
  /// - Parameter delay: In virtual time. Zero and less is no delay: the clock does not wait for such an answer.
  public static func delayed(by delay: Duration) -> AnswerDelivery { once.delayed(by: delay) }

  /// Twice, one right after the other, the same bytes.
  ///
  /// The bridge refuses the second one.
  public static let twice = once.twice

  /// Once, from a new thread of the system's that runs no Swift task, as a worker of a host in C would be.
  public static let fromAnotherThread = once.fromAnotherThread

  /// The same, but when `delay` has passed on the host's clock.
  public func delayed(by delay: Duration) -> AnswerDelivery {
    var delivery = self
    delivery.delay = delay
    return delivery
  }

  /// The same, but twice.
  public var twice: AnswerDelivery {
    var delivery = self
    delivery.count = 2
    return delivery
  }

  /// The same, but from another thread.
  public var fromAnotherThread: AnswerDelivery {
    var delivery = self
    delivery.isFromAnotherThread = true
    return delivery
  }
}
