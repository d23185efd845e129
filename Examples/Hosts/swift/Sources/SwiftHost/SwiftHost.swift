// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import ProfileCalls

/// A host in the same process and language as its core, with typed handlers.
@main
struct SwiftHost {
  static func main() async {
    print("Swift host: the core's calls are answered by typed handlers, in the same process.")
    let bridge = HostBridge()
    var demo = Demo(service: ProfileService(host: HostCallClient(transport: bridge)))
    do {
      try register(on: bridge)
      try bridge.require(ReadClock.self, FetchProfile.self)
    } catch {
      print("  the handlers could not be registered: \(error)")
      endProcess(status: 1)
    }
    await demo.logIn()
    await demo.typedFailure()
    await demo.tooLate()
    await demo.missingHandler(on: bridge)
    await demo.secondAnswer(on: bridge)
    await demo.close(bridge)
    print(
      demo.failures == 0
        ? "Swift host: every step did what it should.\n" : "Swift host: \(demo.failures) steps failed.\n")
    endProcess(status: demo.failures == 0 ? 0 : 1)
  }

  /// Registers a clock, and a look-up that knows two users, of whom the second takes a while to find.
  private static func register(on bridge: HostBridge) throws {
    try bridge.handle(ReadClock.self) { _, _ in 1_700_000_000.5 }
    try bridge.handle(FetchProfile.self) { request, _ in
      switch request.userID {
      case 7: return Profile(name: "Ada", tags: ["admin", "founder"], balanceCents: 12_345)
      case 8:
        try await Task.sleep(for: .seconds(10))
        return Profile(name: "Grace", tags: [], balanceCents: 0)
      default: throw ProfileFailure(code: "not_found", retryable: false)
      }
    }
  }
}
