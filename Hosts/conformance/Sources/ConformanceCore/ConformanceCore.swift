// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// What the core offers to its host.
///
/// Each `roundTrip…` passes its value to the host's `echo…`, fails with `dataLoss` if the host returns another one, and
/// returns it: so one call of the host checks a type in four positions.
@HostInterface
protocol ConformanceCore: Sendable {
  // MARK: Values

  func roundTripBasics(_ value: Basics) async throws(HostCallError<Never>) -> Basics
  func roundTripIntegers(_ value: Integers) async throws(HostCallError<Never>) -> Integers
  func roundTripFloats(_ value: Floats) async throws(HostCallError<Never>) -> Floats
  func roundTripOptionals(_ value: Optionals) async throws(HostCallError<Never>) -> Optionals
  func roundTripContainers(_ value: Containers) async throws(HostCallError<Never>) -> Containers
  func roundTripChoices(_ value: Choices) async throws(HostCallError<Never>) -> Choices
  func roundTripShapes(_ value: [Shape]) async throws(HostCallError<Never>) -> [Shape]
  func roundTripExpression(_ value: Expression) async throws(HostCallError<Never>) -> Expression
  func roundTripTree(_ value: Tree) async throws(HostCallError<Never>) -> Tree
  func roundTripFoundation(_ value: FoundationValues) async throws(HostCallError<Never>) -> FoundationValues
  func roundTripRarities(_ value: Rarities) async throws(HostCallError<Never>) -> Rarities
  func roundTripPage(_ value: Page<Sensor>) async throws(HostCallError<Never>) -> Page<Sensor>
  func roundTripOptionalText(_ value: String?) async throws(HostCallError<Never>) -> String?
  func roundTripMood(_ value: Mood) async throws(HostCallError<Never>) -> Mood
  func roundTripTable(_ value: [String: [Int64]]) async throws(HostCallError<Never>) -> [String: [Int64]]
  func roundTripBytes(_ value: [UInt8]) async throws(HostCallError<Never>) -> [UInt8]

  /// Passes the arguments to the host's `echoArguments`.
  func roundTripArguments(
    _ first: Int64, and second: String?, third: [Point], mood: Mood, isLast: Bool
  ) async throws(HostCallError<Never>) -> Arguments

  /// Passes the value to the host's `import`; a name that is a reserved word.
  func delete(_ value: Keywords) async throws(HostCallError<Never>) -> Keywords

  @HostCall(.raw)
  func roundTripSample(_ value: Sample) async throws(HostCallError<Never>) -> Sample

  /// Calls the host's `hostPing`, and returns.
  func ping() async throws(HostCallError<Never>)

  // MARK: Logging in

  /// Reads the host's clock, fetches the profile, and greets the user: "Welcome back, Ada".
  func logIn(userID: UInt64) async throws(HostCallError<Refusal>) -> Greeting

  // MARK: Outcomes

  /// Has the host obey, and returns how that call ended.
  func command(_ order: Order) async throws(HostCallError<Never>) -> CallReport

  /// Answers as it is told.
  func follow(_ order: Order) async throws(HostCallError<Refusal>) -> String

  /// Has the host fail with the fault, and returns how that call ended.
  func commandFault(_ fault: Fault) async throws(HostCallError<Never>) -> CallReport

  /// Answers with the failure that it is given.
  func failCore(_ fault: Fault) async throws(HostCallError<Fault>)

  /// Calls a function that no host registers, and returns how that call ended.
  func callUnregistered() async throws(HostCallError<Never>) -> CallReport

  /// Has the host make so many bytes, and returns how that call ended.
  func fetchBytes(count: UInt32) async throws(HostCallError<Never>) -> CallReport

  /// Returns so many zeros.
  func coreBytes(count: UInt32) async throws(HostCallError<Never>) -> [UInt8]

  // MARK: Other versions of the core

  /// Calls the host's `echoEvolving` with a request that is written in this way, and returns how that call ended.
  ///
  /// The request is of `Evolving(small: 7, text: "seven", mood: .merry, note: "n", shape: .empty)`.
  func sendEvolving(_ malformation: Malformation) async throws(HostCallError<Never>) -> EvolvingReport

  /// Answers with the same value, written in this way; refuses ways that are not well-formed with `invalidArgument`.
  func answerEvolving(_ malformation: Malformation) async throws(HostCallError<Never>) -> AnsweredEvolving

  // MARK: Deadlines and cancellation

  /// Calls the host's `hostWait` with a timeout, and returns how that call ended.
  func callWithDeadline(key: String, milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport

  /// Calls the host's `hostWait`, cancels the call when the host has had it for the time, and returns how it ended.
  func callAndCancel(key: String, milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport

  /// Calls the host's `hostWait`, fails all pending calls when the host has had it for the time, and returns how it
  /// ended.
  func callAndFailPending(key: String, milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport

  /// Calls the host's `hostIgnoreCancellation` for the time with half of it as the timeout, and returns how that call
  /// ended.
  func callImpatiently(milliseconds: UInt32) async throws(HostCallError<Never>) -> CallReport

  /// Waits until its task is cancelled, and then records that under the key; for 60 seconds at most.
  func coreWait(key: String) async throws(HostCallError<Never>)

  /// Waits until `coreWait` with this key has got into the state; returns whether it has within five seconds.
  ///
  /// Any bridge of the process answers for all.
  func awaitState(key: String, state: TaskState) async throws(HostCallError<Never>) -> Bool

  /// Begins so many calls of the host's `hostWait`, and returns at once.
  func holdCalls(key: String, count: UInt32) async throws(HostCallError<Never>)

  /// Returns how the calls ended that `holdCalls` began with this key, when so many have, or after five seconds.
  ///
  /// Any bridge of the process answers for all.
  func heldCalls(key: String, count: UInt32) async throws(HostCallError<Never>) -> [CallReport]

  /// Closes the bridge from inside the core, and so cancels this call.
  func closeBridge() async throws(HostCallError<Never>)

  // MARK: Metadata, statistics, load

  /// Returns what the core knows about this call.
  func describeCoreCall() async throws(HostCallError<Never>) -> CallDescription

  /// Calls the host's `describeCall` with this metadata and timeout, and returns its answer.
  func sendMetadata(
    texts: [String: String], binaries: [String: [UInt8]], timeoutMilliseconds: UInt32?
  ) async throws(HostCallError<Never>) -> CallDescription

  /// Calls the host's `describeCall`, which inherits metadata and deadline of this call, and returns its answer.
  func forwardMetadata() async throws(HostCallError<Never>) -> CallDescription

  /// Returns the counters of the bridge.
  func statistics() async throws(HostCallError<Never>) -> Statistics

  /// Makes so many calls of the host's `readClock` at once; returns how many were answered with 1700000000.5.
  @HostCall(.cbor)
  func callMany(count: UInt32) async throws(HostCallError<Never>) -> UInt32

  /// Returns 0 for a depth of 0, and otherwise calls the host's `hostDescend` with the depth less one and returns its
  /// result plus one.
  func coreDescend(depth: UInt32) async throws(HostCallError<Never>) -> UInt32

  // MARK: Streams

  /// Sends `count` elements with the numbers from `first` on and their decimal form as text, and ends as it is told.
  func coreCounts(from first: Int64, count: UInt32, end: StreamEnd, key: String) -> HostStream<Reading, Refusal>

  /// Sends 0.5, 1.5, 2.5 and so on, `count` elements.
  @HostCall(.raw)
  func coreTicks(count: UInt32) -> HostStream<Double, Never>

  /// Returns what the core has seen of `coreCounts` with this key, waiting for its end for five seconds if it is to.
  ///
  /// Any bridge of the process answers for all.
  func streamReport(key: String, awaitsEnd: Bool) async throws(HostCallError<Never>) -> StreamReport

  /// Reads the host's `hostCounts` from 1 on.
  ///
  /// - Parameters:
  ///   - count: The number of elements that the host is to send.
  ///   - end: How the host is to end the stream.
  ///   - stopAfter: The number of elements after which the core leaves the stream, if it does.
  ///   - buffer: The number of elements that the host may send in advance.
  ///   - pauseMilliseconds: The time for which the core waits after each element.
  ///   - timeoutMilliseconds: The time for the whole stream, if it is limited.
  ///   - silenceMilliseconds: How long the host may send nothing, if that is limited.
  func readHostCounts(
    count: UInt32, end: StreamEnd, stopAfter: UInt32?, buffer: UInt32, pauseMilliseconds: UInt32,
    timeoutMilliseconds: UInt32?, silenceMilliseconds: UInt32?
  ) async throws(HostCallError<Never>) -> StreamReading

  /// Reads the host's `hostTicks`.
  func readHostTicks(count: UInt32) async throws(HostCallError<Never>) -> [Double]

  // MARK: Events

  /// The host says something, which the core remembers: see ``hostEvents(count:)``.
  @HostCall(.dropNewest, .capacity(65_536))
  func hostSaid(number: Int64, text: String) throws(HostCallError<Never>)

  /// Emits the event `core_said` so many times, with numbers from 1, before it answers.
  func emitEvents(count: UInt32) async throws(HostCallError<Never>)

  /// Returns the numbers of the events `host_said` that the bridge has received, when there are so many of them, or
  /// after five seconds.
  func hostEvents(count: UInt32) async throws(HostCallError<Never>) -> [Int64]
}
