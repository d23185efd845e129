// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import HostCall
import HostCallTesting
import Testing

/// Runs the code of the documentation that is not a test itself.
@Suite("Snippets", .timeLimit(.minutes(1)))
struct SnippetTests {
  @Test("the example greets the user, or describes the error")
  func greets() async throws {
    let host = InProcessHost()
    try host.answer(FetchProfile.self) { request in
      guard request.userID == 7 else { throw ProfileFailure(code: "not_found", retryable: false) }
      return Profile(name: "Ada", tags: ["admin"])
    }
    #expect(await greet(7, over: host.bridge) == "Welcome back, Ada")
    #expect(await greet(8, over: host.bridge) == "No profile: not_found")
    await host.close()
    #expect(await greet(7, over: host.bridge) == "unavailable in fetch_profile: the bridge is closed")
  }

  @Test("a handler is a closure, and a call is one line")
  func handles() async throws {
    let bridge = HostBridge()
    try answerInSwift(on: bridge)
    #expect(try await oneLine(bridge).name == "Ada")
    await bridge.close()
  }

  @Test("interceptors refuse a call without its token, and see it")
  func interceptors() async throws {
    let (reports, continuation) = AsyncStream.makeStream(of: String.self)
    let bridge = interceptedBridge { continuation.yield($0) }
    try answerInSwift(on: bridge)
    let refused = await #expect(throws: HostCallError<ProfileFailure>.self) { try await oneLine(bridge) }
    #expect(refused?.code == .permissionDenied)
    #expect(await reports.first { _ in true }?.hasSuffix("permissionDenied") == true)
    var metadata = HostCallMetadata()
    try metadata.set("secret", forKey: "token")
    #expect(try await HostCallMetadata.withValue(metadata) { try await oneLine(bridge).name } == "Ada")
    await bridge.close()
  }

  @Test("a stream is read to its end, and events until the bridge is closed")
  func streamsAndEvents() async throws {
    let bridge = HostBridge()
    try answerStreams(on: bridge)
    try await printBalances(bridge)
    try declareEvents(on: bridge)
    let reading = Task { try await followTheme(bridge) }
    while bridge.statistics.events == 0 { await Task.yield() }
    await bridge.close()
    try await reading.value
  }

  @Test("a handler answers by the tenant that the call's metadata names")
  func tenants() async throws {
    let bridge = HostBridge()
    try answerByTenant(on: bridge)
    #expect(try await fetchWithTenant(over: bridge).name == "Ada of acme")
    let error = await #expect(throws: HostCallError<ProfileFailure>.self) {
      try await bridge.call(FetchProfile(userID: 7))
    }
    #expect(error?.code == .invalidArgument)
    await bridge.close()
  }

  @Test("CBOR is shown in diagnostic notation")
  func showsCBOR() throws {
    #expect(try showCBOR() == #"7, 1(1363896240), {"seen": 1(1363896240), 2: h'0102'}"#)
  }

  /// The example's call in a host for another version.
  struct OldFetchProfile: HostCallable {
    static var wireName: String { FetchProfile.wireName }

    struct Response: Codable, Sendable {
      var name: String
      var tags: [Int]
    }

    typealias Failure = ProfileFailure
    var userID: UInt64
  }

  @Test("a host for another version is refused with the message on the page")
  func refusal() async throws {
    let bridge = try openBridge()
    let error = #expect(throws: HostSetupError.self) {
      try bridge.handle(OldFetchProfile.self) { _, _ in throw CancellationError() }
    }
    #expect(error?.code == .failedPrecondition)
    let words = try #require(error?.message.components(separatedBy: " (fingerprints").first)
    #expect(try Page(path: "Sources/HostCall/HostCall.docc/CheckingSchemas.md").text.contains("```text\n\(words)"))
    await bridge.close()
  }

  @Test("the bridge of the example describes its calls")
  func schemas() async throws {
    let bridge = try openBridge()
    #expect(bridge.descriptor().count > 100)
    await bridge.close()
  }

  @Test("a call in bytes is answered, and malformed bytes are described")
  func bytes() async throws {
    #expect(try await callInBytes() == [3, 2, 1])
    #expect(whatIsWrong(with: [0xA1, 0x61, 0x61, 0x01]) == "nothing: 1 numbers")
    #expect(whatIsWrong(with: [0xA1, 0x61, 0x61, 0x61]) == "endOfInput at byte 3")
    #expect(whatIsWrong(with: [0xA1, 0x61, 0x61, 0x61, 0x62]) == "another type at a")
  }

  @Test("calls end with the codes on the page")
  func codes() async throws {
    let bridge = openWithLimits()
    try answerWithCodes(on: bridge)
    let codes = await names(of: [7, 8, 9, 10, 11], over: bridge)
    #expect(codes == ["Ada", "failed", "permissionDenied", "cancelled", "unknown"])
    await bridge.close()
  }

  /// Calls an exposed function as a host does.
  private func callCore(_ name: String, _ request: [UInt8], on bridge: HostBridge) async -> (Int32, [UInt8]) {
    final class Reply: Sendable {
      let continuation: CheckedContinuation<(Int32, [UInt8]), Never>
      init(_ continuation: CheckedContinuation<(Int32, [UInt8]), Never>) { self.continuation = continuation }
    }
    return await withCheckedContinuation { continuation in
      let reply = Unmanaged.passRetained(Reply(continuation))
      let status = hostcall_call(
        bridge.cHandle, name, request, request.count,
        { outcome, payload, count, userData in
          let bytes = [UInt8](UnsafeBufferPointer(start: payload, count: count))
          Unmanaged<Reply>.fromOpaque(userData!).takeRetainedValue().continuation.resume(returning: (outcome, bytes))
        }, reply.toOpaque(), nil)
      #expect(status == HOSTCALL_OK)
    }
  }

  @Test("the outer call ends with its own failure if the inner call fails")
  func innerErrors() async throws {
    let bridge = watchedBridge()
    try introduce(on: bridge)
    try bridge.handle(FetchProfile.self) { request, _ in
      guard request.userID == 7 else { throw ProfileFailure(code: "locked", retryable: true) }
      return Profile(name: "Ada", tags: [])
    }
    let (done, response) = await callCore("introduce", try CBOREncoder().encode(["userID": 7]), on: bridge)
    #expect(done == HOSTCALL_REPLY_OK)
    #expect(try CBORDecoder().decode(String.self, from: response) == "This is Ada.")
    let (failed, failure) = await callCore("introduce", try CBOREncoder().encode(["userID": 8]), on: bridge)
    #expect(failed == HOSTCALL_REPLY_FAILURE)
    #expect(try CBORDecoder().decode(IntroductionFailure.self, from: failure).reason == "locked")
    await bridge.close()
  }

  /// The forecast of an earlier version.
  struct OldForecast: Codable, Equatable {
    var celsius: Double
    var warnings: [String]
  }

  /// The forecast of a later version.
  struct LaterForecast: Codable {
    var celsius: Double
    var warnings: [String]
    var sky: String
    var humidity: Int
  }

  @Test("types of earlier and later versions decode each other's messages")
  func evolves() throws {
    let old: [UInt8] = try CBOREncoder().encode(OldForecast(celsius: 1, warnings: []))
    #expect(try CBORDecoder().decode(Forecast.self, from: old) == Forecast(celsius: 1, warnings: []))
    let now: [UInt8] = try CBOREncoder().encode(Forecast(celsius: 1, warnings: [], windKnots: 3, sky: .clear))
    #expect(try CBORDecoder().decode(OldForecast.self, from: now) == OldForecast(celsius: 1, warnings: []))
    let later: [UInt8] = try CBOREncoder().encode(
      LaterForecast(celsius: 1, warnings: [], sky: "hazy", humidity: 40))
    #expect(try CBORDecoder().decode(Forecast.self, from: later).sky == Sky(rawValue: "hazy"))
    #expect(HostCallSchema(FetchForecast.self).cddl.contains("city: tstr"))
    #expect(HostCallSchema(ResetClock.self).cddl.contains("clock: uint"))
    #expect(MemoryLayout<Sample>.size == 16)
  }

  @Test("a raw call is answered")
  func raw() async throws {
    let bridge = HostBridge()
    try bridge.handle(ReadSamples.self) { request, _ in Sample(seconds: 1, channel: request.channel, flags: 0) }
    #expect(try await bridge.call(ReadSamples(channel: 3)) == Sample(seconds: 1, channel: 3, flags: 0))
    await bridge.close()
  }
}
