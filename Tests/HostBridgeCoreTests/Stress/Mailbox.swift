// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A blocking FIFO queue between threads, with an end.
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

  /// Returns the next element, waiting for it; `nil` at the end.
  func next() -> Element? {
    condition.withLock {
      while elements.isEmpty, !isClosed { condition.wait() }
      return elements.isEmpty ? nil : elements.removeFirst()
    }
  }

  /// Ends the queue; elements that are already queued are still returned.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
