@testable import HostBridgeCore
import Testing

@Suite("Who may have a call in flight")
struct AdmissionQueueTests {
  /// The queue as an object, since `#expect` takes no changing of a value.
  private final class Queue {
    private var value: AdmissionQueue

    init(limit: Int) { value = AdmissionQueue(limit: limit) }

    var taken: Int { value.taken }
    var waiting: [Turn] { value.waiting }
    func enter() -> Bool { value.enter() }
    func queue(_ name: WireName, _ deadline: Deadline) -> Turn { value.queue(name, deadline) }
    func leave() -> Turn? { value.leave() }
    func remove(_ turn: Turn) -> Bool { value.remove(turn) }
  }

  private let name: WireName

  init() throws {
    name = try #require(WireName("f"))
  }

  @Test("as many as the limit enter, and a place that is given back can be taken again")
  func limit() {
    let queue = Queue(limit: 2)
    #expect(queue.enter())
    #expect(queue.enter())
    #expect(!queue.enter())
    #expect(queue.leave() == nil)
    #expect(queue.enter())
    #expect(!queue.enter())
    #expect(queue.taken == 2)
  }

  @Test("a place goes to who has waited longest, and nobody overtakes")
  func order() {
    let queue = Queue(limit: 1)
    #expect(queue.enter())
    let turns = (0..<3).map { _ in queue.queue(name, .never) }
    #expect(queue.leave() === turns[0])
    #expect(!queue.enter())
    let last = queue.queue(name, .never)
    #expect(queue.leave() === turns[1])
    #expect(queue.leave() === turns[2])
    #expect(queue.leave() === last)
    #expect(queue.taken == 1)
    #expect(queue.leave() == nil)
    #expect(queue.taken == 0)
  }

  @Test("who gives up is passed over, once")
  func givingUp() {
    let queue = Queue(limit: 1)
    #expect(queue.enter())
    let turns = (0..<4).map { _ in queue.queue(name, .never) }
    #expect(queue.remove(turns[0]))
    #expect(!queue.remove(turns[0]))
    #expect(queue.remove(turns[2]))
    #expect(queue.waiting.map(\.number) == [turns[1].number, turns[3].number])
    #expect(queue.leave() === turns[1])
    #expect(!queue.remove(turns[1]))
    #expect(queue.leave() === turns[3])
    #expect(queue.leave() == nil)
    #expect(queue.enter())
  }

  @Test("turns that come and go are not kept")
  func many() {
    let queue = Queue(limit: 1)
    #expect(queue.enter())
    var expected = queue.queue(name, .never)
    for _ in 0..<100_000 {
      let next = queue.queue(name, .never)
      guard queue.leave() === expected else {
        Issue.record("the wrong turn came")
        return
      }
      expected = next
    }
    #expect(queue.waiting.count == 1)
  }
}
