/// What waits for the bridge's loop: many threads put in, one takes out, first in first out.
///
/// The loop has to be woken only when the queue was empty before; an unread queue means that it is awake already, or
/// has been woken.
package final class CompletionQueue<Element: Sendable>: Sendable {
  private let elements = Guarded<[Element]>([])

  package init() {}

  package var isEmpty: Bool { elements.withLock { $0.isEmpty } }

  /// Appends `element`; true if the queue was empty before, so that its consumer has to be woken.
  package func push(_ element: Element) -> Bool {
    elements.withLock { elements in
      elements.append(element)
      return elements.count == 1
    }
  }

  /// Takes out all that is queued now and gives it to `body` in order, outside the lock. What `body` queues in turn
  /// waits for the next time.
  ///
  /// - Returns: How many elements there were.
  package func drain(_ body: (Element) -> Void) -> Int {
    let batch = elements.withLock { elements in
      let batch = elements
      elements = []
      return batch
    }
    for element in batch { body(element) }
    return batch.count
  }
}
