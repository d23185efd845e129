import HostCall

func openBridge() throws -> HostBridge {
  let bridge = HostBridge()
  try bridge.declare(FetchProfile.self)  // a host is told of it, and is checked when it registers
  print(HostCallSchema(FetchProfile.self).cddl)
  return bridge
}
