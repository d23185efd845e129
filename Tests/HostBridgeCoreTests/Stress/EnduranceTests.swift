// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore
import HostCallTesting
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#else
import Darwin
#endif

/// Many calls on one bridge: the counters are exact, and memory does not grow after the first calls.
///
/// `make endurance` makes a million calls and then ten million; `make test` makes a hundred thousand and then three
/// times as many.
@Suite("Endurance", .serialized)
struct EnduranceTests {
  // Multiples of 64: eight lanes with eight kinds of calls.
  private static let calls = (environment("HOSTCALL_ENDURANCE_CALLS") ?? 320_000) / 64 * 64
  private static let warmUp = (environment("HOSTCALL_ENDURANCE_WARM_UP") ?? 102_400) / 64 * 64

  private static func environment(_ name: String) -> Int? {
    unsafe getenv(name).flatMap { unsafe Int(String(cString: $0)) }
  }

  /// Returns the resident memory in bytes; `nil` if the system does not report it in /proc.
  private func residentMemory() -> Int? {
    guard let file = unsafe fopen("/proc/self/statm", "r") else { return nil }
    defer { unsafe fclose(file) }
    var buffer = [CChar](repeating: 0, count: 128)
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    let fields = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * Int(getpagesize()) } : nil
  }

  @Test("memory stays flat after the first calls, and the statistics are exact", .timeLimit(.minutes(20)))
  func flat() async throws {
    try await withBridge { bridge async throws in
      // Of every eight calls, one is answered from another thread, one with an error, one with bytes that need memory,
      // and one expires without an answer.
      let host = CountingHost(bridge)
      try host.register()
      func run(_ count: Int) async {
        await withTaskGroup(of: Void.self) { group in
          for lane in 0..<8 {
            group.addTask(executorPreference: lane < 4 ? bridge.executor : nil) {
              for number in stride(from: lane, to: count, by: 8) {
                _ = try? await bridge.callBytes(
                  "f", [UInt8(number / 8 % 8)], timeout: number / 8 % 8 == 7 ? .microseconds(1) : nil)
              }
            }
          }
        }
      }
      func expectCounts(_ made: Int, location: SourceLocation = #_sourceLocation) {
        let counts = bridge.statistics
        #expect(counts.made == UInt64(made), sourceLocation: location)
        #expect(counts.answered == UInt64(made / 8 * 6), sourceLocation: location)
        #expect(counts.failed == UInt64(made / 8), sourceLocation: location)
        #expect(counts.expired == UInt64(made / 8), sourceLocation: location)
        #expect(counts.inFlight == 0 && counts.waiting == 0 && counts.cancelled == 0, sourceLocation: location)
        #expect(counts.requestBytes == UInt64(made), sourceLocation: location)
        // Of every eight calls, five have answers of 2 bytes, one has an error of 2, and one an answer of 1000.
        #expect(counts.answerBytes == UInt64(made / 8 * (5 * 2 + 2 + 1000)), sourceLocation: location)
      }
      await run(Self.warmUp)
      expectCounts(Self.warmUp)
      let before = residentMemory()
      await run(Self.calls)
      expectCounts(Self.warmUp + Self.calls)
      if let before, let after = residentMemory() {
        print(
          "endurance: \(Self.calls) calls after \(Self.warmUp), resident memory \(before >> 10) KiB, then \(after >> 10) KiB"
        )
        // Other tests run in this process too. A leak of 32 bytes a call would be ten megabytes in 300 000.
        #expect(after - before < 8 << 20)
      }
    }
  }
}

/// A host that answers as the request's byte says, and retains nothing.
private final class CountingHost: Sendable {
  private let bridge: HostBridge

  init(_ bridge: HostBridge) {
    self.bridge = bridge
  }

  func register() throws {
    let handle = bridge.cHandle
    let status = unsafe hostcall_register(
      handle, "f",
      { id, request, _, userData in
        let bridge = UInt64(UInt(bitPattern: userData))
        let bytes = [UInt8](repeating: 7, count: 1000)
        switch unsafe request![0] {
        case 0: Task.detached { unsafe _ = hostcall_complete(bridge, id, HOSTCALL_REPLY_OK, bytes, 2) }
        case 1: unsafe _ = hostcall_complete(bridge, id, HOSTCALL_REPLY_ERROR, bytes, 2)
        case 2: unsafe _ = hostcall_complete(bridge, id, HOSTCALL_REPLY_OK, bytes, 1000)
        case 7: break
        default: unsafe _ = hostcall_complete(bridge, id, HOSTCALL_REPLY_OK, bytes, 2)
        }
      }, UnsafeMutableRawPointer(bitPattern: UInt(handle)))
    guard status == HOSTCALL_OK else { throw BridgeError(code: .internal, message: "status \(status)") }
  }
}
