// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What the process has seen of calls that have a key, so that another bridge can tell after one is closed.
final class Observations: Sendable {
  static let shared = Observations()

  private struct State {
    var started: Set<String> = []
    var cancelled: Set<String> = []
    var reports: [String: [CallReport]] = [:]
    var streams: [String: StreamReport] = [:]
  }

  private let state = Mutex(State())

  func record(_ state: TaskState, _ key: String) {
    self.state.withLock {
      switch state {
      case .started: _ = $0.started.insert(key)
      case .cancelled: _ = $0.cancelled.insert(key)
      }
    }
  }

  func has(_ state: TaskState, _ key: String) -> Bool {
    self.state.withLock {
      switch state {
      case .started: $0.started.contains(key)
      case .cancelled: $0.cancelled.contains(key)
      }
    }
  }

  func record(_ report: CallReport, _ key: String) { state.withLock { $0.reports[key, default: []].append(report) } }

  func reports(_ key: String) -> [CallReport] { state.withLock { $0.reports[key] ?? [] } }

  func updateStream(_ key: String, _ change: (inout StreamReport) -> Void) {
    state.withLock { change(&$0.streams[key, default: StreamReport(produced: 0, hasEnded: false)]) }
  }

  func stream(_ key: String) -> StreamReport? { state.withLock { $0.streams[key] } }
}
