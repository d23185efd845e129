// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A queue may be used from any thread.
@unsafe @preconcurrency internal import Dispatch
internal import HostBridgeCore

/// Asks the user for the answers to calls of the core, one after the other.
package struct AnswerTerminal: Sendable {
  /// Reads are made on a thread of their own, since each waits for a line.
  private let queue = DispatchQueue(label: "hostcall.terminal")

  /// Asks for the answer to a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - request: The request, which is shown.
  ///   - complete: Receives the answer, on another thread; an error at the end of the input.
  func ask(_ call: CoreCall, _ request: [UInt8], _ complete: @escaping @Sendable (HostAnswer) -> Void) {
    queue.async {
      while true {
        Output.writeError("\(call.name)(\(call.request.notation(of: request)))")
        Output.writeError(call.isStream ? "  items, with commas: " : "  = ", terminator: "")
        guard let line = readLine() else {
          return complete(.error(.unavailable, "hostcall call: the input ended at the question for \(call.name)"))
        }
        do throws(ValueError) {
          return complete(try AnswerText(line).encoded(for: call))
        } catch {
          Output.writeError("  \(error)")
        }
      }
    }
  }
}
