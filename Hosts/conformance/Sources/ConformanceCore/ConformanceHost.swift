// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// What the core needs from its host: mostly to have values returned, so that the core can compare them.
@HostInterface
protocol ConformanceHost: Sendable {
  // MARK: Values: return what came

  func echoBasics(_ value: Basics) async throws(HostCallError<Never>) -> Basics
  func echoIntegers(_ value: Integers) async throws(HostCallError<Never>) -> Integers
  func echoFloats(_ value: Floats) async throws(HostCallError<Never>) -> Floats
  func echoOptionals(_ value: Optionals) async throws(HostCallError<Never>) -> Optionals
  func echoContainers(_ value: Containers) async throws(HostCallError<Never>) -> Containers
  func echoChoices(_ value: Choices) async throws(HostCallError<Never>) -> Choices
  func echoShapes(_ value: [Shape]) async throws(HostCallError<Never>) -> [Shape]
  func echoExpression(_ value: Expression) async throws(HostCallError<Never>) -> Expression
  func echoTree(_ value: Tree) async throws(HostCallError<Never>) -> Tree
  func echoFoundation(_ value: FoundationValues) async throws(HostCallError<Never>) -> FoundationValues
  func echoRarities(_ value: Rarities) async throws(HostCallError<Never>) -> Rarities
  func echoPage(_ value: Page<Sensor>) async throws(HostCallError<Never>) -> Page<Sensor>
  func echoOptionalText(_ value: String?) async throws(HostCallError<Never>) -> String?
  func echoMood(_ value: Mood) async throws(HostCallError<Never>) -> Mood
  func echoTable(_ value: [String: [Int64]]) async throws(HostCallError<Never>) -> [String: [Int64]]
  func echoBytes(_ value: [UInt8]) async throws(HostCallError<Never>) -> [UInt8]
  func echoEvolving(_ value: Evolving) async throws(HostCallError<Never>) -> Evolving

  /// Returns the arguments as a record.
  func echoArguments(
    _ first: Int64, and second: String?, third: [Point], mood: Mood, isLast: Bool
  ) async throws(HostCallError<Never>) -> Arguments

  /// A name that is a reserved word.
  func `import`(_ value: Keywords) async throws(HostCallError<Never>) -> Keywords

  @HostCall(.raw)
  func echoSample(_ value: Sample) async throws(HostCallError<Never>) -> Sample

  /// Does nothing.
  func hostPing() async throws(HostCallError<Never>)

  // MARK: Logging in

  /// Returns 1700000000.5, whatever the clock.
  @HostCall(.raw)
  func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double

  /// Returns the profile `{name: "Ada", tags: ["admin", "beta"], balanceCents: -250}`, without an avatar; for user 404
  /// the failure `limit` with the maximum 403 and no reason.
  @HostCall(.idempotent)
  func fetchProfile(userID: UInt64) async throws(HostCallError<Refusal>) -> Profile

  // MARK: Outcomes

  /// Answers as it is told.
  func obey(_ order: Order) async throws(HostCallError<Refusal>) -> String

  /// Answers with the failure that it is given.
  func failHost(_ fault: Fault) async throws(HostCallError<Fault>)

  /// Returns so many zeros.
  func makeBytes(count: UInt32) async throws(HostCallError<Never>) -> [UInt8]

  /// Waits until the call is cancelled, and remembers that under the key; returns after ten seconds otherwise.
  func hostWait(key: String) async throws(HostCallError<Never>)

  /// Waits for the time, whether the call is cancelled or not, and answers then.
  func hostIgnoreCancellation(milliseconds: UInt32) async throws(HostCallError<Never>)

  /// Returns what the host knows about this call.
  func describeCall() async throws(HostCallError<Never>) -> CallDescription

  /// Returns 0 for a depth of 0, and otherwise calls ``ConformanceCore/coreDescend(depth:)`` with the depth less one
  /// and returns its result plus one.
  func hostDescend(depth: UInt32) async throws(HostCallError<Never>) -> UInt32

  // MARK: Streams

  /// Sends `count` elements with the numbers from `first` on and their decimal form as text, and ends as it is told.
  func hostCounts(from first: Int64, count: UInt32, end: StreamEnd) -> HostStream<Reading, Refusal>

  /// Sends 0.5, 1.5, 2.5 and so on, `count` elements.
  @HostCall(.raw)
  func hostTicks(count: UInt32) -> HostStream<Double, Never>

  // MARK: Events

  /// The core has been told to say something: see ``ConformanceCore/emitEvents(count:)``.
  func coreSaid(number: Int64, text: String) throws(HostCallError<Never>)
}
