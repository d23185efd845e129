// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostBridgeCore
import Testing

@testable import HostCallGRPC

@Suite("The states of a stream's handover")
struct ItemHandoverStateMachineTests {
  private typealias Handover = ItemHandoverStateMachine<Int, Int>

  private let success = Result<Void, BridgeError>.success(())
  private let failure = Result<Void, BridgeError>.failure(BridgeError(code: .aborted, message: "gone"))

  /// Offers `[item]` as the RPC `item`; returns the reader to resume, or -1 if it is refused.
  private func put(_ item: UInt8, _ handover: inout Handover) -> Int? {
    switch handover.put([item], Int(item)) {
    case .wait(let reader): reader
    case .refuse: -1
    }
  }

  /// Takes what there is: an item and the RPC to resume, `end` with its code, or `wait`.
  private func take(_ handover: inout Handover, isCancelled: Bool = false) -> String {
    switch handover.take(isCancelled: isCancelled) {
    case .item(let item, let rpc): "\(item) of \(rpc ?? -1)"
    case .end(.success): "end"
    case .end(.failure(let error)): "end: \(error.code)"
    case .wait: "wait"
    }
  }

  @Test("an item is taken once, and resumes its RPC")
  func item() {
    var handover = Handover()
    #expect(take(&handover) == "wait")
    #expect(put(1, &handover) == nil)
    #expect(take(&handover) == "[1] of 1")
    #expect(take(&handover) == "wait")
    #expect(put(2, &handover) == nil)
    #expect(take(&handover) == "[2] of 2")
    #expect(handover.cancelRPC() == nil)
  }

  @Test("a reader suspends only without an item and an end, and each resumes it once")
  func reader() {
    var handover = Handover()
    #expect(handover.suspend(7) == true)
    #expect(put(1, &handover) == 7)
    #expect(handover.suspend(8) == false)
    #expect(take(&handover) == "[1] of 1")
    #expect(handover.suspend(9) == true)
    #expect(handover.end(success) == 9 && handover.end(failure) == nil)
    #expect(handover.suspend(10) == false)
    #expect(take(&handover) == "end")
  }

  @Test("the first end stays, and an item that was not taken is dropped")
  func end() {
    var handover = Handover()
    #expect(put(1, &handover) == nil)
    #expect(handover.end(failure) == nil && handover.end(success) == nil)
    #expect(take(&handover) == "end: aborted" && take(&handover, isCancelled: true) == "end: aborted")
    // The RPC learns of it when the reader cancels it.
    #expect(handover.cancelRPC() == 1)
  }

  @Test("a cancelled RPC takes its item back, and offers none any more")
  func cancelledRPC() {
    var handover = Handover()
    #expect(put(1, &handover) == nil)
    #expect(handover.cancelRPC() == 1 && handover.cancelRPC() == nil)
    #expect(take(&handover) == "wait")
    #expect(put(2, &handover) == -1)
    #expect(take(&handover) == "wait")
    #expect(handover.end(failure) == nil && take(&handover) == "end: aborted")
  }

  @Test("a cancelled reader ends the stream, even if there is an item")
  func cancelledReader() {
    var handover = Handover()
    #expect(put(1, &handover) == nil)
    #expect(take(&handover, isCancelled: true) == "end: cancelled" && take(&handover) == "end: cancelled")
  }

  @Test("a silence ends the stream only while the reader is suspended for that time")
  func silence() {
    var handover = Handover()
    let first = handover.beginWait()
    // The time is up before the reader is suspended, and after an item has resumed it.
    #expect(handover.end(failure, wait: first) == nil)
    #expect(handover.suspend(7) && put(1, &handover) == 7)
    #expect(handover.end(failure, wait: first) == nil && take(&handover) == "[1] of 1")
    let second = handover.beginWait()
    #expect(handover.suspend(8) && handover.end(failure, wait: first) == nil)
    #expect(handover.end(failure, wait: second) == 8 && take(&handover) == "end: aborted")
  }
}
#endif
