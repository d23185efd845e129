// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A signal source may be used from any thread, which Dispatch does not declare yet.
@unsafe @preconcurrency internal import Dispatch

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// Signals that ask the process to end, such as SIGINT.
enum EndSignals {
  static let interrupt = SIGINT
  static let terminate = SIGTERM

  /// Returns a stream with a value for each of the signals, none of which ends the process from now on.
  static func received(_ numbers: [Int32]) -> AsyncStream<Void> {
    AsyncStream { continuation in
      let registered = DispatchGroup()
      let sources = numbers.map { number in
        registered.enter()
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { continuation.yield() }
        source.setRegistrationHandler {
          #if canImport(Darwin)
          // Only once the source is registered: a signal ignored before that would be lost, while now it ends the
          // process. On Linux, Dispatch has a handler of its own, which this would replace.
          signal(number, SIG_IGN)
          #endif
          registered.leave()
        }
        source.resume()
        return source
      }
      registered.wait()
      continuation.onTermination = { _ in for source in sources { source.cancel() } }
    }
  }

  /// Lets the signals end the process again.
  static func restore(_ numbers: [Int32]) {
    for number in numbers { signal(number, SIG_DFL) }
  }
}
