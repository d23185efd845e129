// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import TestSupport

/// Opens streams of a host and reads them at random: with deadlines, cancelled, and dropped.
struct StreamStressReader {
  let bridge: HostBridge
  let log: StreamLog

  /// Opens and reads streams until the bridge is closed.
  func run(_ seed: SplitMix) async {
    var generator = seed
    while !bridge.isClosed {
      let buffer = [1, 2, 3, 8].randomElement(using: &generator) ?? 1
      let mayExpire = Bool.random(using: &generator)
      let limits = (0..<2).map { _ in
        mayExpire ? Duration.microseconds(Int.random(in: 1...20_000, using: &generator)) : nil
      }
      // A host may forget a stream, so each is given up at some time.
      let most = mayExpire ? Int.max : Int.random(in: 0...20, using: &generator)
      let isCancelled = !mayExpire || Int.random(in: 0..<4, using: &generator) == 0
      let pauses = SplitMix(seed: generator.next())
      let task = Task {
        await read(buffer: buffer, limits: limits, atMost: most, mayBeCancelled: isCancelled, pauses)
      }
      if isCancelled {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &generator)))
        task.cancel()
      }
      await task.value
    }
  }

  private func read(
    buffer: Int, limits: [Duration?], atMost most: Int, mayBeCancelled: Bool, _ seed: SplitMix
  ) async {
    var generator = seed
    guard let reader = try? await bridge.openStream("s", [], buffer: buffer, timeout: limits[0], silence: limits[1])
    else { return }
    let id = reader.callID
    log.change(id) { stream in
      (stream.isOpened, stream.mayExpire, stream.mayBeCancelled) = (true, limits[0] != nil, mayBeCancelled)
    }
    var end: StreamHistory.End?
    var count = 0
    while count < most, end == nil {
      log.change(id) { stream in stream.granted += 1 }
      do throws(BridgeError) {
        let number = try await reader.next { bytes in unsafe bytes.withUnsafeBytes { unsafe NumberedItem.number($0) } }
        if let number {
          count += 1
          log.change(id) { stream in stream.receive(number) }
        } else {
          end = .success
        }
      } catch {
        end = .error(error.code)
      }
      if Int.random(in: 0..<10, using: &generator) == 0 {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...500, using: &generator)))
      }
    }
    if let end { return log.end(id, end) }
    log.change(id) { stream in stream.isDropped = true }
  }
}
