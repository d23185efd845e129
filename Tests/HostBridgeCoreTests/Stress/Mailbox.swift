import Foundation

/// What threads hand to each other: first in, first out, and an end.
final class Mailbox<Element: Sendable>: @unchecked Sendable {  // everything is under `condition`
  private let condition = NSCondition()
  private var elements: [Element] = []
  private var isClosed = false

  func post(_ element: Element) {
    condition.withLock {
      elements.append(element)
      condition.signal()
    }
  }

  /// The next element, once there is one; nil at the end.
  func next() -> Element? {
    condition.withLock {
      while elements.isEmpty, !isClosed { condition.wait() }
      return elements.isEmpty ? nil : elements.removeFirst()
    }
  }

  /// No more elements will come.
  ///
  /// Those that are there are still given out.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
