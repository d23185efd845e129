// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import TestSupport
import Testing

@testable import HostCallGRPC

@Suite("The state of a stream's request")
struct RequestStateMachineTests {
  private typealias Machine = RequestStateMachine
  private typealias Refusal = RequestStateMachine.Refusal

  /// Returns a machine whose request has begun.
  private func begun(payloadLimit: Int = 100) -> Machine {
    var machine = Machine(payloadLimit: payloadLimit)
    #expect(machine.receiveHeaders(endsStream: false) == .nothing)
    #expect(machine.isGathering && machine.isUnfinished)
    return machine
  }

  @Test("a request is delivered when its stream ends with data, an empty frame, trailers or its first headers")
  func delivered() {
    var data = begun()
    #expect(data.receiveData(3, claimed: nil, endsStream: false) == .nothing)
    #expect(data.receiveData(12, claimed: 10, endsStream: true) == .deliver)
    #expect(!data.isUnfinished && !data.needsReset)
    var later = begun()
    #expect(later.receiveData(15, claimed: 10, endsStream: false) == .nothing)
    #expect(later.receiveData(0, claimed: 10, endsStream: true) == .deliver)
    var trailers = begun()
    #expect(trailers.receiveHeaders(endsStream: true) == .deliver)
    var headersOnly = Machine(payloadLimit: 100)
    #expect(headersOnly.receiveHeaders(endsStream: true) == .deliver)
  }

  @Test("a request with a message that is too large, or with several, is refused at its end")
  func refused() {
    var large = begun()
    #expect(large.receiveData(20, claimed: 101, endsStream: false) == .discard)
    #expect(large.isUnfinished && !large.isGathering && !large.needsReset)
    #expect(large.receiveData(86, claimed: nil, endsStream: false) == .nothing)
    #expect(large.receiveData(0, claimed: nil, endsStream: true) == .refuse(.tooLarge(101, limit: 100)))
    #expect(large.receiveData(1, claimed: nil, endsStream: true) == .nothing)
    var atOnce = begun()
    #expect(atOnce.receiveData(106, claimed: 101, endsStream: true) == .refuse(.tooLarge(101, limit: 100)))
    var second = begun()
    #expect(second.receiveData(15, claimed: 10, endsStream: false) == .nothing)
    #expect(second.receiveData(1, claimed: 10, endsStream: false) == .discard)
    #expect(second.receiveHeaders(endsStream: true) == .refuse(.severalMessages))
  }

  @Test("a reset is wanted if more than twice the limit, and more than a megabyte, would have to be discarded")
  func discardLimit() {
    var claims = begun()
    #expect(claims.receiveData(5, claimed: 1 << 20, endsStream: false) == .discard)
    #expect(!claims.needsReset)
    var larger = begun()
    #expect(larger.receiveData(5, claimed: 1 << 20 + 1, endsStream: false) == .discard)
    #expect(larger.needsReset)
    #expect(larger.reset() == .refuse(.tooLarge(1 << 20 + 1, limit: 100)))
    #expect(larger.reset() == .nothing && !larger.needsReset)
    var sends = begun(payloadLimit: 1 << 20)
    #expect(sends.evict(limit: 7) == .discard)
    #expect(sends.receiveData(2 << 20, claimed: nil, endsStream: false) == .nothing)
    #expect(!sends.needsReset)
    #expect(sends.receiveData(1, claimed: nil, endsStream: false) == .nothing)
    #expect(sends.needsReset)
    // The stream may end before it is reset.
    #expect(sends.receiveData(1, claimed: nil, endsStream: true) == .refuse(.noRoom(limit: 7)))
    #expect(!sends.needsReset)
  }

  @Test("a refused request keeps the first reason")
  func firstReason() {
    var machine = begun()
    #expect(machine.expireCall() == .discard)
    #expect(!machine.needsReset)
    #expect(machine.evict(limit: 7) == .nothing)
    #expect(machine.receiveData(5, claimed: 1000, endsStream: false) == .nothing)
    #expect(machine.expireTransfer() == .nothing)
    #expect(machine.needsReset)
    #expect(machine.reset() == .refuse(.late))
  }

  @Test("a delivered request neither expires nor is evicted")
  func final() {
    var machine = begun()
    #expect(machine.receiveData(5, claimed: 0, endsStream: true) == .deliver)
    #expect(machine.evict(limit: 7) == .nothing)
    #expect(machine.expireCall() == .nothing)
    #expect(machine.expireTransfer() == .nothing)
    #expect(!machine.needsReset && machine.reset() == .nothing)
  }

  @Test("in any order of events, a request is delivered or refused once, and never both")
  func generated() {
    var random = SplitMix(for: "Events of requests")
    for round in 0..<20_000 {
      var machine = Machine(payloadLimit: .random(in: 0...64, using: &random))
      var ends = 0
      var hasEnded = false
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let endsStream = !hasEnded && Int.random(in: 0..<8, using: &random) == 0
        let action: Machine.Action =
          switch Int.random(in: 0..<7, using: &random) {
          case 0: machine.receiveHeaders(endsStream: endsStream)
          case 1, 2:
            machine.receiveData(
              .random(in: 0...90, using: &random),
              claimed: Bool.random(using: &random) ? .random(in: 0...99, using: &random) : nil,
              endsStream: endsStream)
          case 3: machine.evict(limit: 7)
          case 4: machine.expireCall()
          case 5: machine.expireTransfer()
          default: machine.reset()
          }
        hasEnded = hasEnded || endsStream
        switch action {
        case .deliver, .refuse: ends += 1
        case .nothing, .discard: break
        }
        #expect(ends <= 1, "round \(round)")
        #expect(!machine.needsReset || machine.isUnfinished, "round \(round)")
        #expect(!machine.isUnfinished || ends == 0, "round \(round)")
      }
    }
  }
}
#endif
