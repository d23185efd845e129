// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import TestSupport

/// A core whose function sends the items of streams at random, and checks what it learns of their end.
final class StreamStressCore: Sendable {
  private let log: StreamLog
  private let seeds: Guarded<SplitMix>
  private let senders = Guarded<[UInt64: StreamSender]>([:])

  init(_ log: StreamLog, _ seed: SplitMix) {
    self.log = log
    seeds = Guarded(seed)
  }

  func expose(on bridge: HostBridge) throws {
    try bridge.exposeStreamBytes("s") { [self] request, sender in
      log.beginSender()
      defer { log.endSender() }
      senders.withLock { $0[request.callID] = sender }
      let code = await send(request.callID, sender)
      return code.map { .error($0, message: "") }
    }
  }

  /// Sends items until the stream has ended; returns the code of its end.
  private func send(_ id: UInt64, _ sender: StreamSender) async -> HostCallCode? {
    var generator = SplitMix(seed: seeds.withLock { $0.next() })
    for number in 0..<UInt64.random(in: 0...60, using: &generator) {
      do throws(BridgeError) {
        try await sender.send(NumberedItem.bytes(number, &generator))
        log.accept(id)
      } catch {
        let taken = sender.taken
        log.check(id) { stream in
          stream.taken += [taken].compactMap(\.self)
          let isRight = error.code == .cancelled && taken != nil
          return isRight ? nil : "a sender was refused with \(error), taken: \(taken as Any)"
        }
        return nil
      }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...300, using: &generator)))
      }
    }
    // A function that does not end by itself ends with its task.
    if Int.random(in: 0..<5, using: &generator) == 0 { try? await Task.sleep(for: .seconds(100)) }
    let codes: [HostCallCode?] = [nil, .notFound, .aborted]
    let code = codes[Int.random(in: 0..<3, using: &generator)]
    log.change(id) { stream in
      if let taken = sender.taken {
        stream.taken.append(taken)
      } else {
        stream.sentEnd = code.map { .error($0) } ?? .success
      }
    }
    return code
  }

  /// Records how many items were taken of the streams that were given up, once the bridge is closed.
  func finish() {
    for (id, sender) in senders.withLock({ $0 }) {
      guard let taken = sender.taken else { continue }
      log.change(id) { stream in
        stream.taken.append(taken)
        // The stream was given up before its function returned.
        stream.sentEnd = nil
      }
    }
  }
}
