import HostCall
import ProfileCalls

/// What ProfileCore needs, as a library of its own, for `hostcall serve` to answer cores on other machines:
/// `hostcall_bridge profile_host_open(void)`.
///
/// Calls come in CBOR there, whatever their types are, and so it takes them.
@c
public func profile_host_open() -> UInt64 {
  var configuration = HostBridgeConfiguration()
  configuration.wireFormat = .cbor
  let bridge = HostBridge(configuration: configuration)
  do {
    try bridge.expose(ReadClock.self) { _, _ in 1_700_000_000.5 }
    try bridge.expose(FetchProfile.self) { request, _ in
      // Who take a while to find.
      if request.userID == 6 { try await Task.sleep(for: .seconds(1)) }
      if request.userID == 8 { try await Task.sleep(for: .seconds(10)) }
      guard request.userID % 100 != 99 else { throw ProfileFailure(code: "not_found", retryable: false) }
      return Profile(name: "user \(request.userID)", tags: ["remote"], balanceCents: Int64(request.userID % 1000))
    }
  } catch {
    return 0  // it could not be opened, and has no handle
  }
  return bridge.cHandle
}
