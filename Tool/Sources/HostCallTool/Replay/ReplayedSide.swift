// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
package import HostCall

/// The core or host to which recorded calls are made again.
package struct ReplayedSide: Sendable {
  private let transport: any HostCallTransport
  /// The calls that the side answers, by name; `nil` if it does not describe them.
  private let calls: [String: CoreCall]?
  private let timeout: Duration

  /// - Parameters:
  ///   - transport: The way to the side.
  ///   - calls: The calls that the side answers, by name; `nil` if it does not describe them.
  ///   - timeout: How long each call may take.
  package init(transport: any HostCallTransport, calls: [String: CoreCall]?, timeout: Duration) {
    self.transport = transport
    self.calls = calls
    self.timeout = timeout
  }

  /// Makes a recorded call again, and compares the answer with the recorded one.
  package func replay(_ recorded: RecordedCall) async -> ReplayOutcome {
    if calls != nil, calls?[recorded.name] == nil { return .notOffered }
    let call = calls?[recorded.name] ?? CoreCall(unlisted: recorded.name)
    guard !call.isStream else {
      return .skipped("\(recorded.name) is a stream, of which golden files are not replayed")
    }
    guard let answer = recorded.answer else { return .skipped("there is no \(recorded.answerSource)") }
    let expected: AnswerValue
    do throws(ValueError) {
      expected = try AnswerValue(answer, call)
    } catch {
      return .malformed("\(recorded.answerSource): \(error)")
    }
    let request: [UInt8]
    do throws(ValueError) {
      _ = try recorded.request.value(for: call.request)
    } catch {
      return .malformed("\(recorded.source): \(error)")
    }
    do throws(ValueError) {
      request = try recorded.request.bytes(for: call.request)
    } catch {
      return .differs("the request: \(error)")
    }
    let found = await self.answer(TransportCall(wireName: recorded.name, request: request, timeout: timeout), call)
    if calls == nil, case .error(.unimplemented, _) = found { return .notOffered }
    return expected.difference(from: found).map { .differs("\(recorded.answerSource): \($0)") } ?? .same
  }

  private func answer(_ sent: TransportCall, _ call: CoreCall) async -> AnswerValue {
    do throws(BridgeError) {
      return .response(call.response.value(of: try await transport.send(sent)))
    } catch {
      return error.failure.map { .failure(call.failure.value(of: $0)) } ?? .error(error.code, error.message)
    }
  }
}
