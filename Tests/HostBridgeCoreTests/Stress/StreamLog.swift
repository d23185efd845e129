// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostBridgeCore

/// The streams of a bridge in one direction, by ID, as both sides record them.
final class StreamLog: @unchecked Sendable {  // everything is under `condition`
  private let condition = NSCondition()
  private var streams: [UInt64: StreamHistory] = [:]
  private var found: [String] = []
  private var senders = 0
  private var isClosing = false

  func violate(_ text: String) { condition.withLock { found.append(text) } }

  /// Returns a stream as it is now.
  func history(_ id: UInt64) -> StreamHistory { condition.withLock { streams[id] ?? StreamHistory() } }

  /// Changes a stream.
  func change(_ id: UInt64, _ body: (inout StreamHistory) -> Void) {
    check(id) { stream in
      body(&stream)
      return nil
    }
  }

  /// Changes a stream; the closure returns what is wrong, if anything.
  func check(_ id: UInt64, _ body: (inout StreamHistory) -> String?) {
    condition.withLock {
      var stream = streams[id] ?? StreamHistory()
      if let wrong = body(&stream) { found.append("\(wrong): \(stream)") }
      streams[id] = stream
      condition.broadcast()
    }
  }

  /// Counts an item that was accepted.
  func accept(_ id: UInt64) {
    check(id) { stream in
      stream.accepted += 1
      return stream.accepted > stream.granted ? "too many items" : nil
    }
  }

  /// Records that the receiver received the end.
  func end(_ id: UInt64, _ end: StreamHistory.End) {
    change(id) { stream in stream.end(end, isClosing: isClosing) }
  }

  /// Waits until `condition` holds for a stream; returns false if it does not within 20 seconds.
  func wait(_ id: UInt64, until isDone: (StreamHistory) -> Bool) -> Bool {
    condition.withLock {
      let end = Date(timeIntervalSinceNow: 20)
      while !isDone(streams[id] ?? StreamHistory()) {
        if !condition.wait(until: end) { return false }
      }
      return true
    }
  }

  // MARK: The senders

  /// Counts a sender that begins.
  func beginSender() { condition.withLock { senders += 1 } }

  /// Counts a sender that has ended.
  func endSender() {
    condition.withLock {
      senders -= 1
      condition.broadcast()
    }
  }

  /// Records that the bridge is about to be closed.
  func close() { condition.withLock { isClosing = true } }

  // MARK: The result

  /// Waits for the senders.
  func waitForSenders() async {
    while condition.withLock({ senders > 0 }) { try? await Task.sleep(for: .milliseconds(1)) }
  }

  /// All streams.
  var histories: [StreamHistory] { condition.withLock { Array(streams.values) } }

  /// What was found while the bridge was open.
  var violations: [String] { condition.withLock { found } }
}
