import Testing

@testable import HostCall

@Suite("The descriptor of a core", .timeLimit(.minutes(1)))
struct HostCallDescriptorTests {
  private func descriptor(of bridge: HostBridge) throws -> HostCallDescriptor {
    try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
  }

  @Test("lists what the core has declared, what it has called, and what it exposes, also in bytes")
  func lists() async throws {
    let bridge = HostBridge()
    #expect(try descriptor(of: bridge).calls.isEmpty)
    try bridge.exposeBytes("anything") { .response($0.payload) }
    #expect(try descriptor(of: bridge).calls.map(\.name) == ["anything"])
    try bridge.declare(FindUser.self)
    try bridge.expose(Ping.self) { _, _ in Empty() }
    _ = try? await bridge.call(ReadClock(clock: 0))
    let descriptor = try descriptor(of: bridge)
    #expect(descriptor.version == 1)
    #expect(descriptor.calls.map(\.name) == ["find_user", "read_clock", "anything", "ping"])
    #expect(descriptor.calls.map(\.direction) == [.toHost, .toHost, .toCore, .toCore])
    let user = descriptor.calls[0]
    let schema = HostCallSchema(FindUser.self)
    #expect(user.fingerprint == schema.fingerprint && user.outline == schema.outline)
    #expect(user.request?.encoding == "cbor" && user.request?.rule == "find_user.request")
    #expect(user.response?.rule == "find_user.response" && user.failure?.rule == "find_user.failure")
    let clock = descriptor.calls[1]
    #expect(clock.request?.encoding == "raw" && clock.response?.encoding == "raw" && clock.failure == nil)
    #expect(descriptor.calls[2] == HostCallDescriptor.Call(name: "anything", direction: .toCore))
    // The rules of all calls in one text, and those of their names once.
    #expect(descriptor.cddl.contains("; \"find_user\", made by the core, fingerprint 0x"))
    #expect(descriptor.cddl.contains("; \"ping\", exposed by the core, fingerprint 0x"))
    for rule in ["find_user.response = {", "find_user.Address = {", "ping.response = {}", "int64 = ", "uint32 = "] {
      #expect(descriptor.cddl.split(separator: "\n").filter { $0.hasPrefix(rule) }.count == 1, "\(rule)")
    }
    await bridge.close()
    #expect(try self.descriptor(of: bridge).calls.map(\.name) == ["find_user", "read_clock"])
  }

  @Test("is the same over the C interface, and says how much room it needs")
  func inC() async throws {
    let bridge = HostBridge()
    var length = 77
    #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_NOT_REGISTERED)
    #expect(length == 77)
    try bridge.declare(FindUser.self)
    let bytes = bridge.descriptor()
    #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_OK)
    #expect(length == bytes.count)
    var buffer = [UInt8](repeating: 0xEE, count: length + 1)
    length = 0
    #expect(unsafe hostcall_describe(bridge.cHandle, &buffer, bytes.count - 1, &length) == HOSTCALL_RESOURCE_EXHAUSTED)
    #expect(length == bytes.count && buffer.allSatisfy { $0 == 0xEE })
    #expect(unsafe hostcall_describe(bridge.cHandle, &buffer, buffer.count, &length) == HOSTCALL_OK)
    #expect(length == bytes.count && Array(buffer.dropLast()) == bytes && buffer.last == 0xEE)
    await bridge.close()
    #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_INVALID_BRIDGE)
  }

  @Test("names the rules of two versions of a call apart")
  func versions() async throws {
    let bridge = HostBridge()
    try bridge.declare(FindUser.self, FindUserAs<OtherUser.Older>.self)
    let descriptor = try descriptor(of: bridge)
    #expect(descriptor.calls.map(\.name) == ["find_user", "find_user"])
    #expect(descriptor.calls.map(\.response?.rule) == ["find_user.response", "find_user-2.response"])
    await bridge.close()
  }
}
