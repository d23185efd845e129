// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The intrusive queue of a thread")
struct IntrusiveQueueTests {
  private final class Number: WorkItem, @unchecked Sendable {  // immutable
    let producer: Int
    let value: Int

    init(_ value: Int, producer: Int = 0) {
      self.value = value
      self.producer = producer
    }
  }

  /// A queue as an object, which retains its entries.
  private final class Queue: Sendable {
    private let value = IntrusiveQueue<WorkEntry>()

    var isEmpty: Bool { value.isEmpty }

    func append(_ number: Number) -> Bool {
      let entry = WorkEntry(retaining: number)
      if value.append(entry) { return true }
      _ = entry.take()
      return false
    }

    func takeAll() -> [Number] {
      var chain = value.takeAll()
      var numbers: [Number] = []
      while let entry = chain.popFirst() {
        if let number = entry.take() as? Number { numbers.append(number) }
      }
      return numbers
    }

    func endIfEmpty() -> Bool { value.endIfEmpty() }
  }

  private let queue = Queue()

  @Test("entries are taken in order, each once")
  func order() {
    for number in 0..<100 { #expect(queue.append(Number(number))) }
    #expect(queue.takeAll().map(\.value) == Array(0..<100))
    #expect(queue.isEmpty)
    #expect(queue.takeAll().isEmpty)
  }

  @Test("a queue ends only when it is empty, and then leaves further entries to their owner")
  func ending() {
    #expect(queue.append(Number(1)))
    #expect(!queue.endIfEmpty())
    _ = queue.takeAll()
    #expect(queue.endIfEmpty())
    #expect(queue.isEmpty)
    weak var freed: Number?
    do {
      let late = Number(2)
      freed = late
      #expect(!queue.append(late))
    }
    #expect(freed == nil)
    #expect(queue.takeAll().isEmpty)
  }

  @Test("the order of each of many producers is kept, and nothing is lost")
  func manyProducers() async {
    let total = 4 * 5000
    let received = await withTaskGroup(of: Void.self) { group in
      for producer in 0..<4 {
        group.addTask { [queue] in
          for number in 0..<5000 { _ = queue.append(Number(number, producer: producer)) }
        }
      }
      var received = [[Int]](repeating: [], count: 4)
      var count = 0
      while count < total {
        for number in queue.takeAll() {
          received[number.producer].append(number.value)
          count += 1
        }
        await Task.yield()
      }
      return received
    }
    #expect(received == [[Int]](repeating: Array(0..<5000), count: 4))
  }
}
