// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("Stale calls")
struct StaleCallWatchTests {
  private let table = PendingTable(limit: 64)
  private let handler: HostHandler

  init() throws {
    handler = unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), for: try #require(WireName("slow")))
  }

  private func invokedCall() throws -> CallReference {
    let call = try #require(
      table.reserve(requestSize: 0, encodings: CallEncodings(request: .cbor, response: .cbor), deadline: .never))
    call.slot.handler = HandlerReference(handler)
    #expect(call.slot.change(call.id) { $0.startInvoking() } == true)
    return call
  }

  private func check(_ watch: inout StaleCallWatch, at milliseconds: Int64) -> [StaleCall] {
    watch.check(table, at: Deadline(nanoseconds: milliseconds * 1_000_000)) { _ in "slow" }
  }

  @Test("a call is reported once, when its age is between the limit and 1.25 times the limit")
  func once() throws {
    var watch = StaleCallWatch(.milliseconds(1000))
    #expect(check(&watch, at: 1).isEmpty)
    let call = try invokedCall()
    var reports: [(Int64, StaleCall)] = []
    for time in stride(from: 10, through: 4000, by: 10) as StrideThrough<Int64> {
      for report in check(&watch, at: time) { reports.append((time, report)) }
    }
    #expect(reports.count == 1)
    #expect(reports.first?.1.callID == call.id)
    #expect(reports.first?.1.wireName == "slow")
    #expect(reports.first?.1.isInsideInvoke == true)
    #expect((1001...1300).contains(reports.first?.0 ?? 0))
  }

  @Test("a call that has ended, or is younger than the limit, is not reported")
  func others() throws {
    var watch = StaleCallWatch(.milliseconds(100))
    let ended = try invokedCall()
    #expect(check(&watch, at: 1).isEmpty)
    #expect(table.end(ended, .cancelled).stands)
    #expect(check(&watch, at: 90).isEmpty)
    let young = try invokedCall()
    #expect(check(&watch, at: 120).isEmpty)
    #expect(check(&watch, at: 180).isEmpty)
    #expect(check(&watch, at: 250).map(\.callID) == [young.id])
  }

  @Test("a call whose handler has been released is not reported")
  func unknownHandler() throws {
    var watch = StaleCallWatch(.milliseconds(100))
    _ = try invokedCall()
    _ = check(&watch, at: 1)
    #expect(watch.check(table, at: Deadline(nanoseconds: 200_000_000)) { _ in nil }.isEmpty)
  }

  @Test("a bridge reports to its closure, even for a handler that is retired", .timeLimit(.minutes(1)))
  func reporting() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.staleCallWarning = .milliseconds(20)
    let (reports, reporter) = AsyncStream.makeStream(of: StaleCall.self)
    let bridge = HostBridge(configuration: configuration) { call in reporter.yield(call) }
    let host = RecordingHost(bridge)
    host.register("slow")
    let task = Task.immediate { try await bridge.callBytes("slow", []) }
    #expect(unsafe hostcall_unregister(bridge.cHandle, "slow") == HOSTCALL_OK)
    let call = try #require(await reports.first { _ in true })
    #expect(call.wireName == "slow")
    #expect(call.callID == 1)
    #expect(!call.isInsideInvoke)
    #expect(call.age == .milliseconds(20))
    #expect("\(call)" == "slow (call 1): the host has not answered for 0.02 seconds")
    host.complete(1)
    _ = try await task.value
    await bridge.close()
    reporter.finish()
    #expect(await reports.first { _ in true } == nil)
  }

  @Test("a watch without a limit is disabled")
  func off() {
    #expect(!StaleCallWatch(nil).isEnabled)
    #expect(StaleCallWatch(.seconds(60)).isEnabled)
  }
}
