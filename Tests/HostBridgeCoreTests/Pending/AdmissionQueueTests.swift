@testable import HostBridgeCore
import Testing

@Suite("Who waits for a place")
struct AdmissionQueueTests {
  /// The queue as an object, since `#expect` takes no changing of a value.
  private final class Queue {
    private var value = AdmissionQueue()

    var isEmpty: Bool { value.isEmpty }
    var waiting: [Turn] { value.waiting }
    func append(_ deadline: Deadline = .never) -> Turn { value.append(deadline) }
    func popFirst() -> Turn? { value.popFirst() }
    func remove(_ turn: Turn) -> Bool { value.remove(turn) }
  }

  private let queue = Queue()

  @Test("who has waited longest is first, also among those that came later")
  func order() {
    let turns = (0..<3).map { _ in queue.append() }
    #expect(queue.popFirst() === turns[0])
    let last = queue.append()
    #expect(queue.popFirst() === turns[1])
    #expect(queue.popFirst() === turns[2])
    #expect(!queue.isEmpty)
    #expect(queue.popFirst() === last)
    #expect(queue.popFirst() == nil)
    #expect(queue.isEmpty)
  }

  @Test("who gives up is passed over, and can't give up twice or after its turn")
  func givingUp() {
    let turns = (0..<4).map { _ in queue.append() }
    #expect(queue.remove(turns[0]))
    #expect(!queue.remove(turns[0]))
    #expect(queue.remove(turns[2]))
    #expect(queue.waiting.map(ObjectIdentifier.init) == [turns[1], turns[3]].map(ObjectIdentifier.init))
    #expect(queue.popFirst() === turns[1])
    #expect(!queue.remove(turns[1]))
    #expect(queue.popFirst() === turns[3])
    #expect(queue.isEmpty)
  }

  @Test("a hundred thousand that give up, and those that come, cost constant time each")
  func manyGivingUp() {
    let turns = (0..<100_000).map { _ in queue.append() }
    for turn in turns.dropLast() { #expect(queue.remove(turn)) }
    #expect(queue.popFirst() === turns.last)
    #expect(queue.popFirst() == nil)
  }
}
