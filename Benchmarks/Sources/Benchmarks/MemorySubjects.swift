import CFloor
import Foundation
import HostCall

/// What calls need while they are pending, and that they leave nothing behind.
enum MemorySubjects {
  /// Bytes of resident memory for each of a million calls that wait for their answer at once.
  static func pending() async {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1 << 20
    let bridge = HostBridge(configuration: configuration)
    precondition(hostcall_register(bridge.cHandle, "silent", floor_silent_invoke, nil) == HOSTCALL_OK)
    let count = 1_000_000
    let requests = [SilentEcho](repeating: SilentEcho(), count: count)
    let before = floor_resident()
    let task = Task { await bridge.callEach(requests).count }
    while bridge.statistics.inFlight < count { try? await Task.sleep(for: .milliseconds(50)) }
    let bytes = Double(floor_resident() - before) / Double(count)
    await bridge.close()
    keep(await task.value)
    Harness.emit([("name", "\"memory.pending\""), ("calls", "\(count)"), ("bytes_per_call", Harness.number(bytes))])
  }

  /// Resident memory after ten thousand calls, and after ten million.
  static func flat() async throws {
    let subjects = CallSubjects()
    for _ in 0..<10_000 { _ = try await subjects.bridge.call(PlainEcho()) }
    let before = floor_resident()
    let count = 10_000_000
    for _ in 0..<count { _ = try await subjects.bridge.call(PlainEcho()) }
    let after = floor_resident()
    let exact = subjects.bridge.statistics.answered == UInt64(count + 10_000)
    await subjects.close()
    Harness.emit([
      ("name", "\"memory.flat\""), ("calls", "\(count)"), ("bytes_before", "\(before)"), ("bytes_after", "\(after)"),
      ("statistics_exact", "\(exact)"),
    ])
  }
}
