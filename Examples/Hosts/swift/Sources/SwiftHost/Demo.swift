// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import ProfileCalls

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#else
import Darwin
#endif

/// Ends the process.
func endProcess(status: Int32) -> Never { exit(status) }

/// The steps of the demonstration, each of which prints its result and counts it if it is unexpected.
struct Demo {
  let service: ProfileService
  private(set) var failures = 0
  private var step = 0

  init(service: ProfileService) {
    self.service = service
  }

  mutating func logIn() async {
    do {
      let welcome = try await service.logIn(LogIn(userID: 7))
      report(
        "user 7 logs in", "\"\(welcome.greeting)\", \(welcome.tagCount) tags, at \(welcome.loggedInAt) s",
        welcome == Welcome(greeting: "Welcome back, Ada", loggedInAt: 1_700_000_000.5, tagCount: 2))
    } catch {
      report("user 7 logs in", "\(error)", false)
    }
  }

  mutating func typedFailure() async {
    await expectFailure("user 99 does not exist", LogIn(userID: 99), code: "failed", saying: "not_found")
  }

  mutating func tooLate() async {
    await expectFailure(
      "user 8 takes ten seconds to find, 50 ms are allowed", LogIn(userID: 8, timeoutMilliseconds: 50),
      code: "deadlineExceeded", saying: "in time")
  }

  mutating func missingHandler(on bridge: HostBridge) async {
    do {
      let registration = try bridge.handle(ReadClock.self) { _, _ in 0 }
      registration.unregister()
      await expectFailure(
        "user 7 logs in after read_clock was unregistered", LogIn(userID: 7), code: "unimplemented",
        saying: "read_clock")
    } catch {
      report("user 7 logs in after read_clock was unregistered", "\(error)", false)
    }
  }

  /// Answers a call twice through the C functions, since a typed handler can only answer once.
  mutating func secondAnswer(on bridge: HostBridge) async {
    let what = "a host answers a call twice"
    guard let handle = UnsafeMutableRawPointer(bitPattern: UInt(bridge.cHandle)) else {
      return report(what, "the bridge has no handle", false)
    }
    let status = hostcall_register(
      bridge.cHandle, "read_clock",
      { callID, _, _, userData in
        let bridge = UInt64(UInt(bitPattern: userData))
        let time: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]  // 1.0
        let first = hostcall_complete(bridge, callID, HOSTCALL_REPLY_OK, time, time.count)
        let second = hostcall_complete(bridge, callID, HOSTCALL_REPLY_OK, time, time.count)
        if first != HOSTCALL_OK || second != HOSTCALL_UNKNOWN_CALL { endProcess(status: 1) }
        print("     the first answer returned \(name(first)), the second \(name(second))")
      }, handle)
    do {
      let time = try await bridge.call(ReadClock())
      report(what, "the caller received the first, \(time) s", status == HOSTCALL_OK && time == 1)
    } catch {
      report(what, "\(error)", false)
    }
  }

  mutating func close(_ bridge: HostBridge) async {
    await bridge.close()
    let status = hostcall_close(bridge.cHandle)
    report("the bridge is closed; closing it again", name(status), status == HOSTCALL_INVALID_BRIDGE)
  }

  private mutating func expectFailure(_ what: String, _ request: LogIn, code: String, saying text: String) async {
    do {
      let welcome = try await service.logIn(request)
      report(what, "\(welcome)", false)
    } catch {
      report(what, "\(error.code): \(error.message)", error.code == code && error.message.contains(text))
    }
  }

  private mutating func report(_ what: String, _ result: String, _ isRight: Bool) {
    step += 1
    print("  \(step). \(what)\n     → \(result)\(isRight ? "" : "   ✘ UNEXPECTED")")
    if !isRight { failures += 1 }
  }
}

private func name(_ status: Int32) -> String { String(cString: hostcall_status_name(status)) }
