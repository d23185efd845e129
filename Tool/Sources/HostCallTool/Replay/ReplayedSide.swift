// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
package import HostCall

/// The core or host to which recorded calls are made again.
package struct ReplayedSide: Sendable {
  let transport: any HostCallTransport
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
    let call = calls?[recorded.name] ?? CoreCall(unlisted: recorded.name, isStream: recorded.isStream)
    let answer: RecordedCall.Answer
    switch recorded.answer {
    case .success(let recorded): answer = recorded
    case .failure(let error): return .skipped(error.reason)
    }
    guard call.isStream == recorded.isStream else {
      if recorded.answerSource == nil { return .differs(call.isStream ? "it is a stream" : "it is no stream") }
      return .skipped("\(call.name) is a stream, of which golden files are not replayed")
    }
    var sent: TransportCall
    do throws(ValueError) {
      // The item itself is checked first: it is the recording that is malformed then, and not its reader.
      _ = try recorded.request.value(for: call.request)
    } catch {
      return .malformed("\(recorded.source): \(error)")
    }
    do throws(ValueError) {
      sent = TransportCall(
        wireName: recorded.name, request: try recorded.request.bytes(for: call.request), timeout: timeout)
    } catch {
      return .differs("the request: \(error)")
    }
    sent.requestEncoding = call.request.isRaw ? .raw : .cbor
    sent.responseEncoding = call.response.isRaw ? .raw : .cbor
    let prefix = recorded.answerSource.map { "\($0): " } ?? ""
    if case .response(let part) = answer, let difference = part.layoutDifference(from: call.response) {
      return .differs("\(prefix)the layout: \(difference)")
    }
    return await HostCallMetadata.withValue(recorded.metadata) {
      await outcome(of: sent, call, expecting: answer, prefix)
    }
  }

  /// Replays one of several recorded calls, and compares the answer and the nested calls.
  ///
  /// - Parameters:
  ///   - recorded: The recorded call.
  ///   - index: The index of the call in the recording.
  ///   - answers: The answers to the side's calls; `nil` if it makes them to another host, as a server does.
  package func replay(
    _ recorded: RecordedCall, at index: Int, _ answers: (any ReplayAnswers)?
  ) async -> (outcome: ReplayOutcome, hostCalls: ReplayedHostCalls) {
    answers?.begin(index)
    let outcome = await replay(recorded)
    return (outcome, answers?.end() ?? ReplayedHostCalls(uncompared: recorded.nestedCalls))
  }

  /// Makes a call, and compares its answer.
  ///
  /// - Parameters:
  ///   - sent: The call to make.
  ///   - call: The call's codecs.
  ///   - answer: The recorded answer.
  ///   - prefix: The name of the answer's file, for messages.
  private func outcome(
    of sent: TransportCall, _ call: CoreCall, expecting answer: RecordedCall.Answer, _ prefix: String
  ) async -> ReplayOutcome {
    let found: Difference?
    do throws(ValueError) {
      if case .elements(let elements, let end) = answer {
        found = try await difference(from: elements, end, sent, call)
      } else {
        found = try await difference(from: answer, sent, call)
      }
    } catch {
      return .malformed("\(prefix)\(error)")
    }
    guard let found else { return .same }
    return calls == nil && found.code == .unimplemented ? .notOffered : .differs(prefix + found.description)
  }

  /// How an answer differs from the recorded one, and its code, if it is an error.
  typealias Difference = (description: String, code: HostCallCode?)

  /// - Throws: What is malformed in the recorded answer.
  private func difference(
    from recorded: RecordedCall.Answer, _ sent: TransportCall, _ call: CoreCall
  ) async throws(ValueError) -> Difference? {
    let expected = try AnswerValue(recorded, call)
    let response: [UInt8]
    do throws(BridgeError) {
      response = try await transport.send(sent)
    } catch {
      return expected.difference(from: AnswerValue(error, call)).map { ($0, error.code) }
    }
    return expected.difference(from: AnswerValue(response: response, call)).map { ($0, nil) }
  }
}
