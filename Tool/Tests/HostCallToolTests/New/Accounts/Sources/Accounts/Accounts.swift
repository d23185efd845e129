import AccountsCalls
import HostCall

/// Opens a bridge, which the host has to close; returns its handle, or 0 on failure.
///
/// Hosts load the library and call this function. The library exports what begins with `accounts_`.
@c
public func accounts_open() -> UInt64 {
  let bridge = HostBridge()
  do {
    try bridge.declare(FetchProfile.self)
    let service = AccountsService(host: HostCallClient(transport: bridge))
    try bridge.expose(LogIn.self) { request, _ in try await service.logIn(request) }
  } catch {
    return 0
  }
  return bridge.cHandle
}
