// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// A number of seconds, from 0 to ten years.
struct Seconds: ExpressibleByArgument, CustomStringConvertible {
  let duration: Duration

  init(_ duration: Duration) {
    self.duration = duration
  }

  init(_ seconds: Int) {
    self.init(.seconds(seconds))
  }

  init?(argument: String) {
    guard let seconds = Double(argument), (0...315_360_000).contains(seconds) else { return nil }
    self.init(.seconds(seconds))
  }

  var description: String { "\(duration)" }

  var defaultValueDescription: String { "\(duration.components.seconds)" }
}
