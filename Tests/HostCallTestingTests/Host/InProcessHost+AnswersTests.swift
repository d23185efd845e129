// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("InProcessHost: answers", .timeLimit(.minutes(1)))
struct InProcessHostAnswersTests {
  private let host = InProcessHost()

  private func call() async throws(HostCallError<AddFailure>) -> Int {
    try await host.bridge.call(Add(left: 1, right: 2))
  }

  private func error() async -> HostCallError<AddFailure>? {
    await #expect(throws: HostCallError<AddFailure>.self) { try await call() }
  }

  @Test("the last answer that is set for a type replaces the others")
  func replaced() async throws {
    try host.fail(Add.self, code: .aborted, message: "")
    try host.answer(Add.self) { _ in 1 }
    try host.answer(Add.self) { _ in 2 }
    #expect(try await call() == 2)
    await host.close()
  }

  @Test("a declared failure reaches the caller as its type")
  func failure() async throws {
    try host.fail(Add.self, with: AddFailure(reason: "tired"))
    let error = await error()
    #expect(error?.code == .failed)
    #expect(error?.failure == AddFailure(reason: "tired"))
    #expect(host.requests(of: Add.self) == [Add(left: 1, right: 2)])
    await host.close()
  }

  @Test("an error that a closure throws becomes the call's failure, or an error with its code")
  func thrown() async throws {
    try host.answer(Add.self) { _ in throw AddFailure(reason: "thrown") }
    #expect(await error()?.failure == AddFailure(reason: "thrown"))
    try host.answerInsideInvoke(Add.self) { _ in throw AddFailure(reason: "inside") }
    #expect(await error()?.failure == AddFailure(reason: "inside"))
    try host.answer(Add.self) { _ in throw HostCallError<Never>(code: .notFound, message: "nowhere") }
    let error = await error()
    #expect(error?.code == .notFound)
    #expect(error?.message == "nowhere")
    await host.close()
  }

  @Test("an error keeps its code and its message", arguments: (1...16).map(HostCallCode.init))
  func code(_ code: HostCallCode) async throws {
    try host.fail(Add.self, code: code, message: "on purpose")
    let error = await error()
    #expect(error?.code == code)
    #expect(error?.message == "on purpose")
    await host.close()
  }

  @Test("a code that a host cannot answer with is refused", arguments: [HostCallCode.failed, .init(rawValue: 99)])
  func impossibleCode(_ code: HostCallCode) async throws {
    let error = #expect(throws: HostSetupError.self) { try host.fail(Add.self, code: code, message: "") }
    #expect(error?.code == .invalidArgument && error?.wireName == "add" && error?.cause == nil)
    #expect(error?.message.contains("a host cannot answer with \(code)") == true)
    await host.close()
  }

  /// The ways of answering a type.
  enum Way: CaseIterable {
    case answer, answerInsideInvoke, bytes, failure, code, never

    fileprivate func set<C: HostCallable>(
      for type: C.Type, on host: InProcessHost
    ) throws(HostSetupError) where C.Failure == AddFailure {
      switch self {
      case .answer: try host.answer(type) { _ in throw CancellationError() }
      case .answerInsideInvoke: try host.answerInsideInvoke(type) { _ in throw CancellationError() }
      case .bytes: try host.answer(type, bytes: [])
      case .failure: try host.fail(type, with: AddFailure(reason: ""))
      case .code: try host.fail(type, code: .aborted, message: "")
      case .never: try host.neverAnswer(type)
      }
    }
  }

  @Test("a type whose calls cannot be made is refused by name, and any after the close", arguments: Way.allCases)
  func refused(_ way: Way) async {
    struct Misnamed: HostCallable {
      static var wireName: String { String(repeating: "x", count: 256) }
      typealias Response = Int
      typealias Failure = AddFailure
    }
    let misnamed = #expect(throws: HostSetupError.self) { try way.set(for: Misnamed.self, on: host) }
    #expect(misnamed?.code == .invalidArgument && misnamed?.wireName == Misnamed.wireName && misnamed?.cause == nil)
    await host.close()
    let closed = #expect(throws: HostSetupError.self) { try way.set(for: Add.self, on: host) }
    #expect(closed?.code == .unavailable && closed?.cause == nil)
    #expect(closed?.description == "unavailable: the bridge is closed")
  }

  @Test("bytes that do not decode as the response fail the call with internal")
  func malformed() async throws {
    try host.answer(Add.self, bytes: [0xFF])
    let error = await error()
    #expect(error?.code == .internal)
    #expect(error?.message.contains("unexpectedBreak") == true)
    try host.answer(Halve.self, bytes: [1, 2, 3])
    let raw = await #expect(throws: HostCallError<Never>.self) { try await host.bridge.call(Halve(value: 1)) }
    #expect(raw?.code == .internal)
    try host.answer(Add.self, bytes: [0x07])
    #expect(try await call() == 7)
    await host.close()
  }

  @Test("raw calls are sent as raw bytes")
  func raw() async throws {
    try host.answer(Halve.self) { $0.value / 2 }
    #expect(try await host.bridge.call(Halve(value: 5)) == 2.5)
    #expect(host.requests(of: Halve.self) == [Halve(value: 5)])
    await host.close()
  }

  @Test("a request that does not decode fails with invalidArgument, and is not recorded")
  func brokenRequest() async throws {
    try host.answer(Add.self) { _ in 0 }
    let error = await #expect(throws: BridgeError.self) { try await host.bridge.callBytes("add", [0x80]) }
    #expect(error?.code == .invalidArgument)
    #expect(host.requests(of: Add.self).isEmpty)
    await host.close()
  }

  @Test("the first of two answers is delivered, and the second is refused")
  func twice() async throws {
    try host.answer(Add.self, .twice) { $0.left + $0.right }
    #expect(try await call() == 3)
    let calls = try await host.calls(of: Add.self) { $0.first?.answers.count == 2 }
    #expect(calls[0].answers == [.accepted, .late])
    #expect(host.bridge.statistics.late == 1)
    #expect(host.bridge.statistics.answered == 1)
    await host.close()
  }

  @Test("the first answer from another thread is delivered, and the second is refused")
  func otherThread() async throws {
    try host.answer(Add.self, .fromAnotherThread.twice) { $0.left + $0.right }
    #expect(try await call() == 3)
    let calls = try await host.calls(of: Add.self) { $0.first?.answers.count == 2 }
    #expect(calls[0].answers == [.accepted, .late])
    await host.close()
  }

  @Test("an answer inside invoke arrives before the caller suspends")
  func insideInvoke() async throws {
    try host.answerInsideInvoke(Add.self) { $0.left + $0.right }
    let call = Task.immediate { try await self.call() }
    // `Task.immediate` returns when the task ends or suspends, so the answer did not need another thread.
    #expect(host.bridge.statistics.answered == 1)
    #expect(host.calls(of: Add.self).map(\.answers) == [[.accepted]])
    #expect(try await call.value == 3)
    await host.close()
  }

  @Test("an answer over the size limit is refused, and fails the call with resourceExhausted")
  func tooLarge() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 32
    let host = InProcessHost(configuration: configuration)
    try host.answer(Add.self, bytes: [UInt8](repeating: 0, count: 33))
    let error = await #expect(throws: HostCallError<AddFailure>.self) {
      try await host.bridge.call(Add(left: 1, right: 2))
    }
    #expect(error?.code == .resourceExhausted)
    let calls = try await host.calls(of: Add.self) { $0.first?.answers.isEmpty == false }
    #expect(calls[0].answers == [.tooLarge])
    await host.close()
  }
}
