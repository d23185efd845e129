// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGRPC
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

/// ProfileCore with its host on other machines: `RemoteCore COUNT ADDRESS…`.
///
/// The core is unchanged; only the line that creates `host` differs.
@main
struct RemoteCore {
  static func main() async {
    guard let count = CommandLine.arguments.dropFirst().first.flatMap({ UInt64($0) }), CommandLine.argc > 2 else {
      say("usage: RemoteCore COUNT ADDRESS...")
      exit(64)
    }
    do {
      let addresses = try CommandLine.arguments.dropFirst(2).map { try RemoteAddress($0) }
      let transport = try GRPCTransport(addresses: addresses)
      let host = HostCallClient(transport: transport)
      let lost = await logInMany(ProfileService(host: host), count)
      let statistics = host.statistics
      say("  \(statistics.made) calls were made: \(statistics.answered) answered, \(statistics.failed) failed")
      await transport.close()
      exit(lost == 0 ? 0 : 1)
    } catch {
      say("RemoteCore: \(error)")
      exit(1)
    }
  }

  /// Logs in `count` users, 32 at a time, and prints its progress.
  ///
  /// - Returns: The number of users who received an unexpected answer.
  private static func logInMany(_ service: ProfileService, _ count: UInt64) async -> Int {
    var (started, done, lost, refused) = (UInt64(0), 0, 0, 0)
    await withTaskGroup(of: Outcome.self) { group in
      while started < min(32, count) {
        started += 1
        group.addTask { [user = started] in await logIn(user, service) }
      }
      for await outcome in group {
        done += 1
        switch outcome {
        case .welcome: break
        case .refused: refused += 1
        case .wrong(let what):
          lost += 1
          if lost <= 5 { say("  \(what)") }
        }
        if done % 1000 == 0 { say("  \(done) log-ins") }
        if started < count {
          started += 1
          group.addTask { [user = started] in await logIn(user, service) }
        }
      }
    }
    say("  \(done) log-ins: \(done - lost - refused) welcomed, \(refused) refused as they should be, \(lost) lost")
    return lost
  }

  private enum Outcome: Sendable {
    case welcome
    case refused
    case wrong(String)
  }

  private static func logIn(_ number: UInt64, _ service: ProfileService) async -> Outcome {
    let user = number + 1000
    let isKnown = user % 100 != 99
    do throws(LogInFailure) {
      let welcome = try await service.logIn(LogIn(userID: user, timeoutMilliseconds: 20_000))
      return isKnown && welcome.greeting == "Welcome back, user \(user)" ? .welcome : .wrong("user \(user): \(welcome)")
    } catch {
      return !isKnown && error.message.contains("not_found")
        ? .refused : .wrong("user \(user): \(error.code), \(error.message)")
    }
  }
}

/// Prints a line and flushes it, even if the output is not a terminal.
private func say(_ line: String) {
  print(line)
  fflush(nil)
}
