// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A line on standard error that shows how much of a long task is done; not written if that is no terminal.
///
///     [########----------------] 12 of 36
struct ProgressBar {
  private static let width = 24
  private static let interval = Duration.milliseconds(100)

  private let total: Int
  private let isTerminal: Bool
  private var isShown = false
  /// The earliest time at which the line is written again.
  private var next = ContinuousClock.now

  init(total: Int) {
    self.total = total
    isTerminal = total > 1 && isatty(STDERR_FILENO) == 1
  }

  /// Shows that `done` parts of the task are done, at most ten times a second.
  mutating func show(_ done: Int) {
    guard isTerminal, next <= .now else { return }
    next = .now + Self.interval
    isShown = true
    let full = Self.width * done / total
    let bar = String(repeating: "#", count: full) + String(repeating: "-", count: Self.width - full)
    Output.draw("\r[\(bar)] \(done) of \(total)")
  }

  /// Clears the line, so that other output can follow in its place.
  mutating func clear() {
    guard isShown else { return }
    isShown = false
    let width = "[] \(total) of \(total)".count + Self.width
    Output.draw("\r\(String(repeating: " ", count: width))\r")
  }
}
