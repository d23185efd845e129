// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import Synchronization

/// Answers the calls that a core makes with golden files, preferring those of the variant that is replayed.
package final class GoldenAnswers: ReplayAnswers {
  private struct State {
    var variant = ""
    var calls = ReplayedHostCalls()
    /// The files that have answered.
    var answered: Set<String> = []
  }

  private let files: GoldenFiles
  private let variants: [String]
  private let state = Mutex(State())

  package init(_ files: GoldenFiles) {
    self.files = files
    variants = files.calls.map(\.variant)
  }

  package var names: [String] { files.names }

  package func check(_ calls: [String: CoreCall]) throws(CommandError) {}

  package func isStream(_ name: String) -> Bool { false }

  package func begin(_ index: Int) {
    state.withLock { $0 = State(variant: variants[index]) }
  }

  package func end() -> ReplayedHostCalls {
    state.withLock { state in
      var calls = state.calls
      // A difference may come from one of them.
      let files = state.answered.sorted().joined(separator: ", ")
      if !files.isEmpty { calls.notes.append("calls of the core were answered by \(files)") }
      return calls
    }
  }

  package func answer(_ call: CoreCall, to request: [UInt8], _ complete: @escaping @Sendable (HostAnswer) -> Void) {
    let variant = state.withLock { $0.variant }
    // The file to mend, if it was meant for this call; the answer is then looked for elsewhere.
    let own = variant.isEmpty ? nil : files.difference(of: request, from: call, variant)
    let reason: String
    do throws(ValueError) {
      if let (answer, file) = try files.answer(to: request, of: call, preferring: variant) {
        check(request, of: call, answeredBy: file, own)
        state.withLock { _ = $0.answered.insert(file) }
        return complete(answer)
      }
      reason = call.isStream ? "it is a stream" : "no golden file answers it" + (own.map { ": \($0)" } ?? "")
    } catch {
      reason = "\(error)"
    }
    let note = "the core calls \(call.name)(\(call.request.notation(of: request))), and \(reason)"
    state.withLock { $0.calls.notes.append(note) }
    complete(.error(.unimplemented, "hostcall replay: \(call.name): \(reason)"))
  }

  /// Notes a difference if the core's request is not the one to which an answer without a variant belongs.
  ///
  /// - Parameter own: How it differs from the request of the variant that is replayed, which is named first.
  private func check(_ request: [UInt8], of call: CoreCall, answeredBy file: String, _ own: String?) {
    guard file == "\(call.name).response.cbor" || file == "\(call.name).failure.cbor",
      let difference = files.difference(of: request, from: call)
    else { return }
    let others = [own, difference].compactMap(\.self).joined(separator: ", and than ")
    let text = "the core calls \(call.name) with another request than \(others)"
    state.withLock { $0.calls.differences.append(text) }
  }
}
