// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostBridgeCore
import Testing

@testable import HostCallGRPC

@Suite("Handing over the items of a stream", .timeLimit(.minutes(1)))
struct ItemHandoverTests {
  private let handover = ItemHandover()

  @Test("items are taken in their order, and each is taken before the RPC continues")
  func order() async throws {
    let taken = Guarded(0)
    let rpc = Task { [handover] in
      for number in 1...100 as ClosedRange<UInt8> {
        guard await handover.put([number]), taken.withLock({ $0 }) >= number - 1 else { return false }
      }
      handover.end(.success(()))
      return true
    }
    for number in 1...100 as ClosedRange<UInt8> {
      #expect(try await handover.take(within: nil) == [number])
      taken.withLock { $0 += 1 }
    }
    #expect(try await handover.take(within: nil) == nil)
    #expect(await rpc.value)
  }

  @Test("cancelling the RPC withdraws its item", arguments: [false, true])
  func cancelledRPC(waits: Bool) async throws {
    let rpc = Task { [handover] in await handover.put([1]) }
    if waits { try await Task.sleep(for: .milliseconds(5)) }
    rpc.cancel()
    #expect(await !rpc.value)
    handover.end(.failure(BridgeError(code: .aborted, message: "gone")))
    let error = await #expect(throws: BridgeError.self) { try await handover.take(within: nil) }
    #expect(error?.code == .aborted)
  }

  @Test("cancelling the reader ends the stream", arguments: [false, true])
  func cancelledReader(waits: Bool) async throws {
    let reader = Task { [handover] () -> HostCallCode? in
      do throws(BridgeError) {
        _ = try await handover.take(within: .seconds(30))
        return nil
      } catch {
        return error.code
      }
    }
    if waits { try await Task.sleep(for: .milliseconds(5)) }
    reader.cancel()
    #expect(await reader.value == .cancelled)
  }

  @Test("a silence ends the stream, and an item before its end does not")
  func silence() async throws {
    let rpc = Task { [handover] in await handover.put([1]) }
    #expect(try await handover.take(within: .seconds(30)) == [1])
    #expect(await rpc.value)
    let error = await #expect(throws: BridgeError.self) { try await handover.take(within: .milliseconds(20)) }
    #expect(error?.code == .deadlineExceeded && error?.message.contains("no element") == true)
  }
}
#endif
