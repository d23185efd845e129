@testable import HostBridgeCore
import Testing

@Suite("The completion queue")
struct CompletionQueueTests {
  private let queue = CompletionQueue<[UInt8]>()

  private func drain() -> (count: Int, elements: [[UInt8]]) {
    var elements: [[UInt8]] = []
    let count = queue.drain { if case .job(let element) = $0 { elements.append(element) } }
    return (count, elements)
  }

  @Test("draining gives what was pushed in order, and returns how many there were")
  func order() {
    for number in 0..<100 as Range<UInt8> { _ = queue.push([number]) }
    let (count, elements) = drain()
    #expect(count == 100)
    #expect(elements == (0..<100).map { [$0] })
    #expect(queue.isEmpty)
  }

  @Test("an empty queue drains nothing")
  func empty() {
    #expect(drain().count == 0)
    #expect(queue.isEmpty)
  }

  @Test("an empty payload is a payload")
  func emptyPayload() {
    _ = queue.push([])
    let (count, elements) = drain()
    #expect(count == 1)
    #expect(elements == [[]])
  }

  @Test("the consumer has to be woken only when the queue was empty")
  func wakes() {
    #expect(queue.push([1]))
    #expect(!queue.push([2]))
    #expect(!queue.push([3]))
    _ = drain()
    #expect(queue.push([4]))
  }

  @Test("what is pushed while draining waits for the next time")
  func pushWhileDraining() {
    _ = queue.push([1])
    let count = queue.drain { _ in _ = queue.push([2]) }
    #expect(count == 1)
    #expect(drain().elements == [[2]])
  }

  @Test("calls and jobs come in the one order in which they were put in")
  func callsAndJobs() {
    let ring = SlotRing(limit: 8)
    for id in 1...3 as ClosedRange<UInt64> {
      _ = queue.push(ring[id])
      _ = queue.push([UInt8(id)])
    }
    var found: [UInt] = []
    let count = queue.drain { entry in
      switch entry {
      case .call(let slot): found.append(slot.address)
      case .job(let job): found.append(UInt(job[0]))
      }
    }
    #expect(count == 6)
    #expect(found == [ring[1].address, 1, ring[2].address, 2, ring[3].address, 3])
  }

  @Test("what is still queued is freed with the queue")
  func tearDown() {
    final class Payload: Sendable {}
    weak var payload: Payload?
    do {
      let queue = CompletionQueue<Payload>()
      let element = Payload()
      payload = element
      _ = queue.push(element)
      #expect(payload != nil)
    }
    #expect(payload == nil)
  }

  @Test("of many producers each one's order is kept and nothing is lost")
  func manyProducers() async {
    let queue = CompletionQueue<(producer: Int, number: Int)>()
    let total = 4 * 5000
    let received = await withTaskGroup(of: Void.self) { group in
      for producer in 0..<4 {
        group.addTask {
          for number in 0..<5000 { _ = queue.push((producer, number)) }
        }
      }
      var received = [[Int]](repeating: [], count: 4)
      var count = 0
      while count < total {
        count += queue.drain { if case .job(let element) = $0 { received[element.producer].append(element.number) } }
        await Task.yield()
      }
      return received
    }
    #expect(received == [[Int]](repeating: Array(0..<5000), count: 4))
  }
}
