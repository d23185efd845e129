// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The core: see ``ConformanceCore``, whose calls are in extensions by their subject.
struct ConformanceService: ConformanceCore {
  let bridge: HostBridge
  let events = EventLog()

  var host: ConformanceHostClient<HostBridge> { ConformanceHostClient(bridge) }

  func logIn(userID: UInt64) async throws(HostCallError<Refusal>) -> Greeting {
    let time: Double
    do throws(HostCallError<Never>) {
      time = try await host.readClock(0)
    } catch {
      throw HostCallError(code: .unknown, message: "\(error)")
    }
    let profile = try await host.fetchProfile(userID: userID)
    return Greeting(
      greeting: "Welcome back, \(profile.name)", loggedInAt: time, tagCount: UInt32(profile.tags.count))
  }

  func statistics() async throws(HostCallError<Never>) -> Statistics { Statistics(bridge.statistics) }

  func callMany(count: UInt32) async throws(HostCallError<Never>) -> UInt32 {
    let requests = (0..<count).map { ConformanceHostInterface.ReadClockCall(clock: $0) }
    let results = await bridge.callEach(requests)
    return UInt32(results.filter { (try? $0.get()) == 1_700_000_000.5 }.count)
  }

  func coreDescend(depth: UInt32) async throws(HostCallError<Never>) -> UInt32 {
    depth == 0 ? 0 : try await host.hostDescend(depth: depth - 1) + 1
  }
}
