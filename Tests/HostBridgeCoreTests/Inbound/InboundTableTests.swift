// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The table of calls to the core")
struct InboundTableTests {
  private let table = InboundTable(limit: 2)
  private let reply = unsafe HostReply({ _, _, _, _ in }, userData: nil)

  private func begin(deadline: Deadline = .never) -> InboundCall? {
    guard case .call(let call) = table.begin(reply, deadline: deadline, { _ in }) else { return nil }
    return call
  }

  private func end(_ call: InboundCall) -> Bool {
    var ended: InboundCall?
    return table.end(call.id) { ended = $0 } && ended === call
  }

  private var isFull: Bool {
    guard case .full = table.begin(reply, deadline: .never, { _ in }) else { return false }
    return true
  }

  private var isRefusing: Bool {
    guard case .closed = table.begin(reply, deadline: .never, { _ in }) else { return false }
    return true
  }

  @Test("IDs count from 1, and are known before the call can be found")
  func ids() throws {
    var published: [UInt64] = []
    for id in 1...2 as ClosedRange<UInt64> {
      guard case .call(let call) = table.begin(reply, deadline: .never, { published.append($0) }) else {
        Issue.record("call \(id) was refused")
        return
      }
      #expect(call.id == id && table.find(id) === call)
    }
    #expect(published == [1, 2] && table.find(0) == nil && table.find(3) == nil)
  }

  @Test("a call ends once, by whichever ending comes first")
  func ended() throws {
    let (first, second) = (try #require(begin()), try #require(begin()))
    #expect(end(first))
    #expect(!end(first) && table.find(first.id) == nil && table.finish(first.id) == nil)
    #expect(table.finish(second.id) === second && !end(second))
  }

  @Test("a call counts until its reply has returned and its function too", arguments: [false, true])
  func limit(functionEndsFirst: Bool) throws {
    let (first, _) = (try #require(begin()), try #require(begin()))
    #expect(isFull)
    if functionEndsFirst {
      #expect(table.finish(first.id) === first && isFull)
      table.didReply(isDone: true)
    } else {
      #expect(end(first))
      table.didReply(isDone: true)
      #expect(isFull && table.finish(first.id) == nil)
    }
    #expect(begin() != nil && isFull)
  }

  @Test(
    "a reply that is queued counts until the host is done with it, even if it is done at once",
    arguments: [false, true])
  func queuedReply(isDoneAtOnce: Bool) throws {
    let (first, _) = (try #require(begin()), try #require(begin()))
    #expect(table.finish(first.id) === first && !table.isReplied)
    if isDoneAtOnce { table.didFinishReply() }
    table.didReply(isDone: false)
    if !isDoneAtOnce {
      #expect(isFull)
      table.didFinishReply()
    }
    #expect(begin() != nil && isFull)
  }

  @Test("a task is attached while its call has no answer; only one that was given up has to be cancelled")
  func attached() throws {
    let task = Task<Void, Never> {}
    let (first, second) = (try #require(begin()), try #require(begin()))
    #expect(table.attach(task, to: first) && first.task == task)
    #expect(end(first) && !table.attach(task, to: first))
    #expect(table.finish(second.id) === second && table.attach(task, to: second) && second.task == nil)
  }

  @Test("a sweep removes the calls whose deadline has passed, and finds the next deadline")
  func expired() throws {
    let table = InboundTable(limit: 8)
    func begin(_ nanoseconds: Int64) {
      _ = table.begin(reply, deadline: Deadline(nanoseconds: nanoseconds), { _ in })
    }
    #expect(table.earliestDeadline == .never)
    for deadline in [30, 10, 20] as [Int64] { begin(deadline) }
    #expect(table.earliestDeadline == Deadline(nanoseconds: 10))
    var expired: [UInt64] = []
    table.expire(at: Deadline(nanoseconds: 9)) { expired.append($0.id) }
    #expect(expired.isEmpty)
    table.expire(at: Deadline(nanoseconds: 20)) { expired.append($0.id) }
    #expect(expired.sorted() == [2, 3] && table.find(2) == nil)
    #expect(table.earliestDeadline == Deadline(nanoseconds: 30))
    table.expire(at: Deadline(nanoseconds: 30)) { expired.append($0.id) }
    #expect(expired.contains(1) && table.earliestDeadline == .never)
  }

  @Test("a table that refuses keeps its calls, and one that is closed gives them up")
  func closed() throws {
    let call = try #require(begin())
    table.refuse()
    #expect(isRefusing && table.isClosed && table.find(call.id) === call)
    table.refuseAnswers()
    #expect(table.finish(call.id) == nil && table.find(call.id) === call)
    var left: [UInt64] = []
    table.close { left.append($0.id) }
    #expect(left == [1] && table.find(1) == nil && !table.isReplied)
    table.didReply(isDone: true)
    #expect(table.isReplied && isRefusing)
  }
}
