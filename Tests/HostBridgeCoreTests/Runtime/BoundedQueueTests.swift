// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("A bounded queue")
struct BoundedQueueTests {
  private func queue(_ capacity: Int, sizeLimit: Int = 1000, dropsOldest: Bool = true) -> BoundedQueue<String> {
    BoundedQueue(capacity: capacity, sizeLimit: sizeLimit, dropsOldest: dropsOldest)
  }

  private func append(
    _ elements: String..., to queue: inout BoundedQueue<String>, size: Int = 1
  ) -> (accepted: String, removed: String) {
    var (accepted, removed) = ("", [String]())
    for element in elements {
      if queue.append(element, size: size, removing: { removed.append($0) }) { accepted += element }
    }
    return (accepted, removed.joined())
  }

  /// The elements, each after its number of dropped ones.
  private func rest(_ queue: inout BoundedQueue<String>) -> String {
    var text = ""
    while let (element, dropped) = queue.popFirst() { text += "\(dropped)\(element)" }
    return text
  }

  @Test("an empty queue has no first element")
  func empty() {
    var queue = queue(2)
    #expect(queue.popFirst() == nil && queue.count == 0)
    queue.removeAll { _ in Issue.record("an element of an empty queue") }
  }

  @Test("elements come in their order, also around the end of the ring", arguments: [1, 2, 3, 5, 8, 9])
  func order(capacity: Int) {
    var queue = queue(capacity)
    var removed: [String] = []
    for round in 0..<20 {
      for index in 0..<capacity {
        let isAppended = queue.append("\(round).\(index)", size: 1, removing: { removed.append($0) })
        #expect(isAppended)
      }
      #expect(queue.count == capacity)
      for index in 0..<capacity {
        let first = queue.popFirst()
        #expect(first?.element == "\(round).\(index)" && first?.dropped == 0)
      }
    }
    #expect(removed.isEmpty)
  }

  @Test("a full queue drops the oldest, and tells the next one of all before it")
  func oldest() {
    var queue = queue(3)
    #expect(append("a", "b", "c", "d", to: &queue) == ("abcd", "a"))
    #expect(queue.popFirst()?.dropped == 1)
    #expect(append("e", "f", "g", to: &queue) == ("efg", "cd"))
    #expect(rest(&queue) == "2e0f0g")
    #expect(append("h", to: &queue) == ("h", ""))
    #expect(rest(&queue) == "0h")
  }

  @Test("a queue of one keeps the newest, or the oldest")
  func one() {
    var newest = queue(1)
    #expect(append("a", "b", "c", to: &newest) == ("abc", "ab"))
    #expect(rest(&newest) == "2c")
    var oldest = queue(1, dropsOldest: false)
    #expect(append("a", "b", "c", to: &oldest) == ("a", ""))
    #expect(oldest.popFirst()?.dropped == 0)
    #expect(append("d", "e", to: &oldest) == ("d", ""))
    #expect(rest(&oldest) == "2d")
    #expect(append("f", to: &oldest) == ("f", ""))
    #expect(rest(&oldest) == "1f")
  }

  @Test("a full queue refuses the newest, and tells the one that is accepted next")
  func newest() {
    var queue = queue(3, dropsOldest: false)
    #expect(append("a", "b", "c", "d", "e", to: &queue) == ("abc", ""))
    #expect(queue.popFirst()?.element == "a")
    #expect(append("f", "g", to: &queue) == ("f", ""))
    #expect(rest(&queue) == "0b0c2f")
  }

  @Test("a full queue that elements occupy which were moved out drops the newest")
  func occupied() {
    var queue = queue(2)
    #expect(append("a", "b", to: &queue) == ("ab", ""))
    let place = UnsafeMutablePointer<BoundedQueue<String>.Entry>.allocate(capacity: 1)
    #expect(unsafe queue.move(first: 1, to: place) == 1)
    queue.setHeld(1, from: 0)
    #expect(append("c", to: &queue) == ("", ""))
    queue.setHeld(0, from: 1)
    unsafe place.deinitialize(count: 1)
    unsafe place.deallocate()
    #expect(append("d", to: &queue) == ("d", ""))
    #expect(rest(&queue) == "0b1d")
  }

  @Test("sizes count too: a large element takes the place of several")
  func sizes() {
    var queue = queue(10, sizeLimit: 10)
    #expect(append("a", "b", "c", to: &queue, size: 3) == ("abc", ""))
    #expect(append("d", to: &queue, size: 7) == ("d", "ab"))
    #expect(append("e", to: &queue, size: 0) == ("e", ""))
    #expect(append("f", to: &queue, size: 10) == ("f", "cd"))
    #expect(rest(&queue) == "4e0f")
    var refusing = self.queue(10, sizeLimit: 10, dropsOldest: false)
    #expect(append("a", to: &refusing, size: 8) == ("a", ""))
    #expect(append("b", to: &refusing, size: 3) == ("", ""))
    #expect(append("c", to: &refusing, size: 2) == ("c", ""))
    #expect(rest(&refusing) == "0a1c")
  }

  @Test("removing all frees the room, and counts nothing as dropped")
  func removeAll() {
    var queue = queue(2, sizeLimit: 4)
    #expect(append("a", "b", to: &queue, size: 2).removed.isEmpty)
    var removed: [String] = []
    queue.removeAll { removed.append($0) }
    #expect(removed == ["a", "b"])
    #expect(append("c", "d", to: &queue, size: 2) == ("cd", ""))
    #expect(rest(&queue) == "0c0d")
  }

  @Test("elements that were moved out occupy the queue until it is told that they do not")
  func moved() {
    typealias Entry = BoundedQueue<String>.Entry
    var queue = queue(4, sizeLimit: 10)
    for capacity in 1...3 {
      #expect(append("a", "b", "c", to: &queue, size: 2) == ("abc", ""))
      let places = UnsafeMutablePointer<Entry>.allocate(capacity: 3)
      #expect(unsafe queue.move(first: capacity, to: places) == capacity)
      let (last, start) = unsafe (places[capacity - 1].element, places[0].start)
      #expect(last == ["a", "b", "c"][capacity - 1] && queue.count == 3 - capacity)
      queue.setHeld(capacity, from: start)
      #expect(queue.hasRoom(for: 4) && !queue.hasRoom(for: 5))
      #expect(queue.append("d", size: 3) && !queue.append("e", size: 0))
      queue.setHeld(0, from: 0)
      #expect(queue.append("e", size: 2 * capacity) && !queue.hasRoom(for: 2))
      #expect(rest(&queue) == (["a", "b", "c"].dropFirst(capacity) + ["d", "e"]).map { "0" + $0 }.joined())
      unsafe places.deinitialize(count: capacity)
      unsafe places.deallocate()
    }
  }

  @Test("received and dropped elements add up, for any order of events", arguments: [true, false])
  func counts(dropsOldest: Bool) {
    var random = SplitMix(for: "bounded queue")
    for capacity in 1...9 {
      var queue = BoundedQueue<Int>(capacity: capacity, sizeLimit: 20, dropsOldest: dropsOldest)
      var (appended, last, removed) = (0, -1, [Int]())
      for _ in 0..<500 {
        if random.next() % 3 > 0 {
          _ = queue.append(appended, size: Int(random.next() % 20), removing: { removed.append($0) })
          appended += 1
          #expect(queue.count <= capacity)
        } else if let (element, dropped) = queue.popFirst() {
          #expect(element == last + Int(dropped) + 1)
          last = element
        }
      }
    }
  }
}
