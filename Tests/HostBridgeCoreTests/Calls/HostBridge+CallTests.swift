// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import HostCallTesting
import Testing

@Suite("Calls to the host in bytes", .timeLimit(.minutes(1)))
struct HostBridgeCallTests {
  @Test("an answer inside invoke is the result")
  func answeredInside() async throws {
    let bridge = HostBridge()
    let host = RecordingHost(bridge) { host, id in host.complete(id, HOSTCALL_REPLY_OK, [1, 2, 3]) }
    #expect(host.register("f") == HOSTCALL_OK)
    #expect(try await bridge.callBytes("f", [9]) == [1, 2, 3])
    #expect(host.record.requests == [[9]])
    #expect(bridge.statistics.answered == 1)
    await bridge.close()
    #expect(host.record.releases == 1)
  }

  @Test("an answer from another thread is the result")
  func answeredLater() async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      Task.detached {
        try await Task.sleep(for: .milliseconds(2))
        host.complete(id, HOSTCALL_REPLY_OK, [UInt8(id)])
      }
    }
    for expected in 1...20 as ClosedRange<UInt8> {
      #expect(try await bridge.callBytes("f", []) == [expected])
    }
    await bridge.close()
  }

  @Test(
    "requests are aligned to 16 and never NULL, whatever their length", arguments: [0, 1, 15, 16, 17, 4096, 1 << 20])
  func alignment(count: Int) async throws {
    let (bridge, host) = RecordingHost.openBridge { host, id in host.complete(id) }
    try await closingAfterwards(bridge) { () async throws in
      let request = [UInt8](repeating: 0xAB, count: count)
      #expect(try await bridge.callBytes("f", request) == [])
      #expect(host.record.requests == [request])
      #expect(host.record.misaligned == 0)
    }
  }

  @Test("a call without a handler throws an error with the wire name")
  func noHost() async {
    await withBridge { bridge in
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("fetch_profile", []) }
      #expect(error?.code == .unimplemented)
      #expect(error?.wireName == "fetch_profile")
      #expect(error?.message.contains("fetch_profile") == true)
    }
  }

  @Test("registering a null function unregisters the handler")
  func nilFunction() async {
    let (bridge, host) = RecordingHost.openBridge()
    #expect(unsafe hostcall_register(bridge.cHandle, "f", nil, nil) == HOSTCALL_OK)
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
    #expect(error?.code == .unimplemented)
    #expect(unsafe hostcall_register(bridge.cHandle, "f", nil, nil) == HOSTCALL_NOT_REGISTERED)
    #expect(await host.wait { $0.releases == 1 })
    await bridge.close()
    #expect(host.record.releases == 1)
  }

  @Test(
    "a host's error message reaches the caller as it was given",
    arguments: ["", "no such user", "Zeile 1\nZeile 2 – ✓", String(repeating: "long ", count: 5000)])
  func errorMessage(message: String) async {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      host.complete(id, HOSTCALL_REPLY_ERROR, Array(message.utf8))
    }
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
    #expect(error?.code == .unknown)
    #expect(error?.message == message)
    #expect(error?.callID == 1)
    await bridge.close()
  }

  @Test("invalid UTF-8 in an error message is repaired")
  func repairedMessage() async {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      host.complete(id, HOSTCALL_REPLY_ERROR, [0x61, 0xFF, 0x62])
    }
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
    #expect(error?.message == "a\u{FFFD}b")
    await bridge.close()
  }

  @Test("every error code is its number in the C interface", arguments: 1...16)
  func codes(number: Int) async {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      host.complete(id, Int32(0x100 + number), Array("why".utf8))
    }
    await closingAfterwards(bridge) {
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
      #expect(error?.code == HostCallCode(rawValue: number))
      #expect(error?.message == "why")
    }
  }

  @Test(
    "an outcome that does not exist is refused, and the call stays pending",
    arguments: [-1, 4, 0xFF, 0x100, 0x111, Int32.max, Int32.min])
  func badOutcome(outcome: Int32) async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      #expect(host.complete(id, outcome) == HOSTCALL_INVALID_ARGUMENT)
      #expect(lastError().contains("\(outcome)"))
      #expect(host.complete(id, HOSTCALL_REPLY_OK, [1]) == HOSTCALL_OK)
    }
    #expect(try await bridge.callBytes("f", []) == [1])
    await bridge.close()
  }

  @Test("an answer over the limit fails the call, and is not read")
  func oversizedAnswer() async {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 100
    await withBridge(configuration: configuration) { bridge in
      let host = RecordingHost(bridge) { host, id in
        let byte: [UInt8] = [0]
        // The length is far larger than the buffer, so reading the bytes would crash.
        #expect(
          unsafe hostcall_complete(host.bridge, id, 0, byte, Int(bitPattern: UInt.max)) == HOSTCALL_RESOURCE_EXHAUSTED)
        #expect(host.complete(id) == HOSTCALL_UNKNOWN_CALL)
      }
      host.register("f")
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
      #expect(error?.code == .resourceExhausted)
      let tooLarge = [UInt8](repeating: 0, count: 101)
      let requestError = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", tooLarge) }
      #expect(requestError?.code == .resourceExhausted)
      #expect(requestError?.message == "the request has 101 bytes; the limit is 100")
    }
  }

  @Test("a second answer is refused, inside invoke and elsewhere")
  func secondAnswer() async throws {
    let (bridge, host) = RecordingHost.openBridge { host, id in
      #expect(host.complete(id, HOSTCALL_REPLY_OK, [1]) == HOSTCALL_OK)
      #expect(host.complete(id, HOSTCALL_REPLY_OK, [2]) == HOSTCALL_UNKNOWN_CALL)
    }
    #expect(try await bridge.callBytes("f", []) == [1])
    #expect(host.complete(1, HOSTCALL_REPLY_ERROR) == HOSTCALL_UNKNOWN_CALL)
    #expect(bridge.statistics.late == 2)
    await bridge.close()
  }

  @Test("a deadline ends the call, notifies the host once, and refuses its late answer")
  func deadline() async {
    let (bridge, host) = RecordingHost.openBridge()
    let error = await #expect(throws: BridgeError.self) {
      try await bridge.callBytes("f", [], timeout: .milliseconds(5))
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.wireName == "f")
    #expect(await host.wait { $0.cancelled == [1] })
    #expect(host.complete(1) == HOSTCALL_UNKNOWN_CALL)
    #expect(bridge.statistics.expired == 1)
    #expect(bridge.statistics.late == 1)
    await bridge.close()
    #expect(host.record.cancelled == [1])
    #expect(host.record.releases == 1)
  }

  @Test("a call whose deadline has already passed never reaches the host", arguments: [Duration.zero, .seconds(-5)])
  func pastDeadline(timeout: Duration) async {
    let (bridge, host) = RecordingHost.openBridge()
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", [], timeout: timeout) }
    #expect(error?.code == .deadlineExceeded)
    #expect(host.record.invoked == [])
    await bridge.close()
    #expect(host.record.cancelled == [])
  }

  @Test("a call whose deadline is earlier than all others expires in time")
  func nearerDeadline() async {
    let (bridge, host) = RecordingHost.openBridge()
    await closingAfterwards(bridge) {
      let slow = Task { try await bridge.callBytes("f", [], timeout: .seconds(3600)) }
      #expect(await host.wait { $0.invoked.count == 1 })
      let error = await #expect(throws: BridgeError.self) {
        try await bridge.callBytes("f", [], timeout: .milliseconds(20))
      }
      #expect(error?.code == .deadlineExceeded)
      slow.cancel()
      _ = await slow.result
    }
  }

  @Test("a deadline is kept after a call with an earlier one that never reached a host")
  func deadlineAfterUnimplemented() async {
    let (bridge, _) = RecordingHost.openBridge()
    await closingAfterwards(bridge) {
      _ = try? await bridge.callBytes("unregistered", [], timeout: .milliseconds(30))
      let error = await #expect(throws: BridgeError.self) {
        try await bridge.callBytes("f", [], timeout: .milliseconds(40))
      }
      #expect(error?.code == .deadlineExceeded)
    }
  }

  @Test("cancelling the task ends the call at once and notifies the host")
  func cancellation() async {
    let (bridge, host) = RecordingHost.openBridge()
    let task = Task { try await bridge.callBytes("f", []) }
    #expect(await host.wait { $0.invoked == [1] })
    task.cancel()
    let error = await #expect(throws: BridgeError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(await host.wait { $0.cancelled == [1] })
    #expect(bridge.statistics.cancelled == 1)
    await bridge.close()
    #expect(host.record.cancelled == [1])
  }

  @Test("a cancellation does not wake the callback thread if the host has no cancel")
  func cancellationUnnoticed() async throws {
    try await withBridge { bridge async throws in
      var handler = unsafe hostcall_handler()
      unsafe handler.size = MemoryLayout<hostcall_handler>.size
      unsafe handler.invoke = { _, _, _, _ in }
      #expect(unsafe hostcall_register_handler(bridge.cHandle, "f", &handler) == HOSTCALL_OK)
      let before = await bridge.storage.callbackThread.idle()
      let call = Task { try await bridge.callBytes("f", []) }
      while bridge.statistics.inFlight == 0, !Task.isCancelled { await Task.yield() }
      call.cancel()
      let error = await #expect(throws: BridgeError.self) { try await call.value }
      #expect(error?.code == .cancelled)
      #expect(await bridge.storage.callbackThread.idle() == before)
    }
  }

  @Test("a call of a task that is already cancelled never reaches the host")
  func cancelledBefore() async {
    let (bridge, host) = RecordingHost.openBridge()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await bridge.callBytes("f", [])
    }
    task.cancel()
    let error = await #expect(throws: BridgeError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    await bridge.close()
    #expect(host.record.invoked == [])
    #expect(host.record.cancelled == [])
  }

  @Test("a host can get the info of a call while the call is pending, and not afterwards")
  func callInfo() async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      var info = hostcall_call_info()
      info.size = MemoryLayout<hostcall_call_info>.size
      #expect(unsafe hostcall_get_call_info(host.bridge, id, &info) == HOSTCALL_OK)
      #expect(info.request_encoding == HOSTCALL_ENCODING_RAW)
      #expect(info.response_encoding == HOSTCALL_ENCODING_CBOR)
      #expect(info.remaining_ns > 0 && info.remaining_ns <= 60_000_000_000)
      #expect(info.size == MemoryLayout<hostcall_call_info>.size)
      host.complete(id)
      #expect(unsafe hostcall_get_call_info(host.bridge, id, &info) == HOSTCALL_UNKNOWN_CALL)
    }
    _ = try await bridge.callBytes("f", [], requestEncoding: .raw, timeout: .seconds(60))
    await bridge.close()
  }

  @Test("a handler that is replaced while a call is pending still answers it, and is then released")
  func replacedWhilePending() async throws {
    let bridge = HostBridge()
    let old = RecordingHost(bridge)
    let new = RecordingHost(bridge) { host, id in host.complete(id, HOSTCALL_REPLY_OK, [2]) }
    old.register("f")
    let task = Task { try await bridge.callBytes("f", []) }
    #expect(await old.wait { $0.invoked == [1] })
    new.register("f")
    #expect(try await bridge.callBytes("f", []) == [2])
    #expect(old.record.releases == 0)
    #expect(old.complete(1, HOSTCALL_REPLY_OK, [1]) == HOSTCALL_OK)
    #expect(try await task.value == [1])
    #expect(await old.wait { $0.releases == 1 })
    #expect(new.record.releases == 0)
    await bridge.close()
    #expect(new.record.releases == 1)
  }

  @Test("a thousand concurrent calls each get their own answer")
  func manyCalls() async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      Task.detached { host.complete(id, HOSTCALL_REPLY_OK, host.record.requestsByID[id] ?? []) }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<1000 {
        group.addTask {
          let request = [UInt8(number & 0xFF), UInt8(number >> 8)]
          let answer = try await bridge.callBytes("f", request)
          #expect(answer == request)
        }
      }
      try await group.waitForAll()
    }
    #expect(bridge.statistics.answered == 1000)
    #expect(bridge.statistics.inFlight == 0)
    await bridge.close()
  }
}
