@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("The queue of calls that wait for a place")
struct TurnQueueTests {
  /// The queue as an object, since `#expect` does not permit mutations.
  private final class Queue {
    private var value = TurnQueue()

    var count: Int { value.count }
    var earliestDeadline: Deadline { value.earliestDeadline }

    func append(_ nanoseconds: Int64 = .max) -> Turn {
      let turn = Turn(Deadline(nanoseconds: nanoseconds))
      value.append(turn)
      return turn
    }

    func popFirst() -> Turn? { value.popFirst() }
    func popExpired(at nanoseconds: Int64) -> Turn? { value.popExpired(at: Deadline(nanoseconds: nanoseconds)) }
    func remove(_ turn: Turn) -> Bool { value.remove(turn) }
  }

  private let queue = Queue()

  @Test("the oldest turn comes first, including those appended later")
  func order() {
    let turns = (0..<3).map { _ in queue.append() }
    #expect(queue.popFirst() === turns[0])
    let last = queue.append()
    #expect(queue.popFirst() === turns[1])
    #expect(queue.popFirst() === turns[2])
    #expect(queue.count == 1)
    #expect(queue.popFirst() === last)
    #expect(queue.popFirst() == nil)
    #expect(queue.count == 0)
  }

  @Test("a removed turn is skipped, and cannot be removed twice or after it was popped")
  func removing() {
    let turns = (0..<4).map { _ in queue.append() }
    #expect(queue.remove(turns[0]))
    #expect(!queue.remove(turns[0]))
    #expect(queue.remove(turns[2]))
    #expect(queue.popFirst() === turns[1])
    #expect(!queue.remove(turns[1]))
    #expect(queue.popFirst() === turns[3])
    #expect(!queue.remove(turns[3]))
  }

  @Test("the earliest deadline is known, and expired turns are popped in order of deadline")
  func deadlines() {
    let turns = [30, 10, .max, 20].map { queue.append($0) }
    #expect(queue.earliestDeadline == Deadline(nanoseconds: 10))
    #expect(queue.popExpired(at: 9) == nil)
    #expect(queue.popExpired(at: 25) === turns[1])
    #expect(queue.popExpired(at: 25) === turns[3])
    #expect(queue.popExpired(at: 25) == nil)
    #expect(queue.earliestDeadline == Deadline(nanoseconds: 30))
    #expect(queue.popFirst() === turns[0])
    #expect(queue.earliestDeadline == .never)
    #expect(queue.popFirst() === turns[2])
  }

  @Test("random operations have the same results as on a plain list")
  func model() {
    let seed = UInt64.random(in: 0 ... .max)
    print("turns: seed \(seed)")
    var generator = SplitMix(seed: seed)
    var list: [Turn] = []
    for _ in 0..<4000 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0, 1:
        list.append(queue.append(Bool.random(using: &generator) ? .max : .random(in: 0..<1000, using: &generator)))
      case 2:
        if Bool.random(using: &generator) {
          #expect(queue.popFirst() === list.first)
          if !list.isEmpty { list.removeFirst() }
        } else if let turn = list.randomElement(using: &generator) {
          #expect(queue.remove(turn))
          list.removeAll { $0 === turn }
        }
      default:
        let now = Int64.random(in: 0..<100, using: &generator)
        if let expired = queue.popExpired(at: now) {
          #expect(expired.deadline == list.map(\.deadline).min())
          list.removeAll { $0 === expired }
        } else {
          #expect(!list.contains { $0.deadline <= Deadline(nanoseconds: now) })
        }
      }
      #expect(queue.count == list.count)
      #expect(queue.earliestDeadline == list.map(\.deadline).min() ?? .never)
    }
  }

  @Test("a hundred thousand turns are removed, expired and popped in a moment")
  func many() {
    let turns = (0..<100_000).map { queue.append(Int64($0 * 7919 % 100_003)) }
    for turn in turns.prefix(40_000) { _ = queue.remove(turn) }
    var expired = 0
    while queue.popExpired(at: 50_000) != nil { expired += 1 }
    #expect(expired > 20_000)
    while queue.popFirst() != nil {}
    #expect(queue.count == 0 && queue.earliestDeadline == .never)
  }
}
