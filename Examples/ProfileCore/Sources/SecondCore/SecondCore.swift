public import HostCall

/// Gives back the text that it is given.
struct Echo: HostCallable {
  struct Response: Codable, Sendable {
    var text: String
  }

  var text: String
}

/// A second library with its own copy of the package, to be loaded beside ProfileCore: `hostcall_bridge
/// second_core_open(void)`.
@c
public func second_core_open() -> UInt64 {
  let bridge = HostBridge()
  do {
    try bridge.expose(Echo.self) { request, _ in Echo.Response(text: request.text) }
  } catch {
    return 0
  }
  return bridge.cHandle
}

/// `const hostcall_api *second_core_api(void)`.
@c
public func second_core_api() -> UnsafePointer<hostcall_api> { HostBridge.cAPI }
