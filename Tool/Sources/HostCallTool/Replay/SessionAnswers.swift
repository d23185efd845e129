// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import Synchronization

/// Answers the calls that a core makes from a log: each with that of the same name and request, or else with the next
/// of the same name.
package final class SessionAnswers: ReplayAnswers {
  fileprivate struct State {
    /// The calls that the core has still to make.
    var expected: [RecordedCall] = []
    /// The calls that it may make at any time.
    var others: [RecordedCall]
    var calls = ReplayedHostCalls()
  }

  private let session: RecordedSession
  package let names: [String]
  private let streams: Set<String>
  private let state: Mutex<State>

  package init(_ session: RecordedSession) {
    self.session = session
    let hostCalls = session.steps.flatMap(\.hostCalls) + session.otherHostCalls
    names = Set(hostCalls.map(\.name)).sorted()
    streams = Set(hostCalls.filter(\.isStream).map(\.name))
    state = Mutex(State(others: session.otherHostCalls))
  }

  package func check(_ calls: [String: CoreCall]) throws(CommandError) {}

  package func isStream(_ name: String) -> Bool { streams.contains(name) }

  package func begin(_ index: Int) {
    state.withLock { state in
      state.expected = session.steps[index].hostCalls
      state.calls = ReplayedHostCalls()
    }
  }

  package func end() -> ReplayedHostCalls {
    state.withLock { state in
      defer { state.expected = [] }
      var calls = state.calls
      calls.differences += state.expected.map { "the core does not make its \($0.source)" }
      return calls
    }
  }

  package func answer(_ call: CoreCall, to request: [UInt8], _ complete: @escaping @Sendable (HostAnswer) -> Void) {
    complete(state.withLock { $0.answer(call, to: request) })
  }
}

extension SessionAnswers.State {
  fileprivate mutating func answer(_ call: CoreCall, to request: [UInt8]) -> HostAnswer {
    func difference(_ recorded: RecordedCall) -> String? {
      do throws(ValueError) {
        return try recorded.request.difference(from: request, call.request)?.description
      } catch {
        return error.description
      }
    }
    func isSame(_ recorded: RecordedCall) -> Bool { recorded.name == call.name && difference(recorded) == nil }
    func isNamed(_ recorded: RecordedCall) -> Bool { recorded.name == call.name }
    let same = Self.take(&expected, where: isSame) ?? Self.take(&others, where: isSame)
    guard let recorded = same ?? Self.take(&expected, where: isNamed) ?? Self.take(&others, where: isNamed) else {
      calls.differences.append(
        "the core calls \(call.name)(\(call.request.notation(of: request))), which was not recorded")
      return .error(.unimplemented, "hostcall replay: \(call.name): the call was not recorded")
    }
    if same == nil, let difference = difference(recorded) {
      calls.differences.append("the core makes its \(recorded.source) with another request: \(difference)")
    }
    do {
      return try recorded.hostAnswer(for: call)
    } catch {
      calls.notes.append("\(recorded.source): \(error)")
      return .error(.unimplemented, "hostcall replay: \(recorded.source): \(error)")
    }
  }

  private static func take(_ calls: inout [RecordedCall], where isSuitable: (RecordedCall) -> Bool) -> RecordedCall? {
    calls.firstIndex(where: isSuitable).map { calls.remove(at: $0) }
  }
}
