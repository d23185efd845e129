// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Synchronization
import TestSupport
import Testing

@testable import HostCallGRPC

@Suite("The budget of a server's buffers")
struct BufferBudgetTests {
  /// The names of the requests that have been evicted.
  private final class Evictions: Sendable {
    private let names = Mutex<[String]>([])
    var all: [String] { names.withLock { $0 } }
    func note(_ name: String) { names.withLock { $0.append(name) } }
  }

  private let evictions = Evictions()

  private func open(_ name: String, in budget: BufferBudget) -> BufferBudget.Share {
    budget.open { [evictions] in evictions.note(name) }
  }

  @Test("requests count until their calls end, and responses until they are written")
  func total() {
    let budget = BufferBudget(limit: 1000)
    let share = open("a", in: budget)
    #expect(budget.hold(100, for: share) && budget.total == 100)
    #expect(budget.hold(300, for: share) && budget.total == 300)
    #expect(budget.complete(share, 250) && budget.total == 250)
    #expect(budget.reserve(750) && budget.total == 1000)
    #expect(!budget.reserve(1) && budget.total == 1000)
    budget.release(750)
    budget.close(share)
    budget.close(share)
    #expect(budget.total == 0 && evictions.all.isEmpty)
  }

  @Test("the request that has been silent for the longest time is evicted first")
  func silentFirst() {
    let budget = BufferBudget(limit: 1000)
    let (silent, complete, active) = (
      open("silent", in: budget), open("complete", in: budget), open("active", in: budget)
    )
    #expect(budget.hold(100, for: silent))
    #expect(budget.complete(complete, 500))
    #expect(budget.hold(401, for: active))
    #expect(evictions.all == ["silent"] && budget.total == 901)
    #expect(!budget.hold(10, for: silent) && !budget.complete(silent, 10))
    budget.close(silent)
    #expect(budget.total == 901)
    // A response evicts requests as well.
    #expect(budget.reserve(450))
    #expect(evictions.all == ["silent", "active"] && budget.total == 950)
  }

  @Test("a message that does not fit beside complete requests is refused without evicting others")
  func tooMuch() {
    let budget = BufferBudget(limit: 1000)
    let (fixed, other, large) = (open("fixed", in: budget), open("other", in: budget), open("large", in: budget))
    #expect(budget.complete(fixed, 600) && budget.hold(100, for: other))
    #expect(!budget.reserve(401) && !budget.complete(large, 401))
    #expect(evictions.all.isEmpty && budget.total == 700)
    #expect(!budget.hold(2000, for: open("huge", in: budget)))
    #expect(evictions.all == ["huge"] && budget.total == 700)
  }

  @Test("in any order of events, the total stays within the limit, and each request is evicted at most once")
  func generated() {
    var random = SplitMix(for: "What a server holds")
    for round in 0..<200 {
      let budget = BufferBudget(limit: 10_000)
      let evictions = Evictions()
      var shares: [(name: String, share: BufferBudget.Share)] = []
      var responses: [Int] = []
      for step in 0..<300 {
        let any = shares.indices.randomElement(using: &random)
        switch (Int.random(in: 0..<10, using: &random), any) {
        case (0...2, _):
          let name = "\(step)"
          shares.append((name, budget.open { evictions.note(name) }))
        case (3...6, let any?): _ = budget.hold(.random(in: 0...4000, using: &random), for: shares[any].share)
        case (7, let any?): _ = budget.complete(shares[any].share, .random(in: 0...4000, using: &random))
        case (8, let any?): budget.close(shares.remove(at: any).share)
        default:
          let bytes = Int.random(in: 0...3000, using: &random)
          if budget.reserve(bytes) {
            responses.append(bytes)
          } else if let last = responses.popLast() {
            budget.release(last)
          }
        }
        #expect((0...10_000).contains(budget.total), "round \(round), step \(step)")
      }
      for (_, share) in shares { budget.close(share) }
      for bytes in responses { budget.release(bytes) }
      #expect(budget.total == 0 && Set(evictions.all).count == evictions.all.count, "round \(round)")
    }
  }
}
#endif
