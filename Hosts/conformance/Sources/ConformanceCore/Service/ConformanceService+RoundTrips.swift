// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  /// Passes a value to the host and compares what it returns.
  private func compare<Value: Equatable>(
    _ value: Value, _ echo: (Value) async throws(HostCallError<Never>) -> Value
  ) async throws(HostCallError<Never>) -> Value {
    let found = try await echo(value)
    guard found == value else {
      let (found, expected) = ("\(found)".prefix(400), "\(value)".prefix(400))
      throw HostCallError(code: .dataLoss, message: "the host returned \(found), but received \(expected)")
    }
    return found
  }

  func roundTripBasics(_ value: Basics) async throws(HostCallError<Never>) -> Basics {
    try await compare(value, host.echoBasics)
  }

  func roundTripIntegers(_ value: Integers) async throws(HostCallError<Never>) -> Integers {
    try await compare(value, host.echoIntegers)
  }

  func roundTripFloats(_ value: Floats) async throws(HostCallError<Never>) -> Floats {
    try await compare(value, host.echoFloats)
  }

  func roundTripOptionals(_ value: Optionals) async throws(HostCallError<Never>) -> Optionals {
    try await compare(value, host.echoOptionals)
  }

  func roundTripContainers(_ value: Containers) async throws(HostCallError<Never>) -> Containers {
    try await compare(value, host.echoContainers)
  }

  func roundTripChoices(_ value: Choices) async throws(HostCallError<Never>) -> Choices {
    try await compare(value, host.echoChoices)
  }

  func roundTripShapes(_ value: [Shape]) async throws(HostCallError<Never>) -> [Shape] {
    try await compare(value, host.echoShapes)
  }

  func roundTripExpression(_ value: Expression) async throws(HostCallError<Never>) -> Expression {
    try await compare(value, host.echoExpression)
  }

  func roundTripTree(_ value: Tree) async throws(HostCallError<Never>) -> Tree {
    try await compare(value, host.echoTree)
  }

  func roundTripFoundation(_ value: FoundationValues) async throws(HostCallError<Never>) -> FoundationValues {
    try await compare(value, host.echoFoundation)
  }

  func roundTripRarities(_ value: Rarities) async throws(HostCallError<Never>) -> Rarities {
    try await compare(value, host.echoRarities)
  }

  func roundTripPage(_ value: Page<Sensor>) async throws(HostCallError<Never>) -> Page<Sensor> {
    try await compare(value, host.echoPage)
  }

  func roundTripOptionalText(_ value: String?) async throws(HostCallError<Never>) -> String? {
    try await compare(value, host.echoOptionalText)
  }

  func roundTripMood(_ value: Mood) async throws(HostCallError<Never>) -> Mood {
    try await compare(value, host.echoMood)
  }

  func roundTripTable(_ value: [String: [Int64]]) async throws(HostCallError<Never>) -> [String: [Int64]] {
    try await compare(value, host.echoTable)
  }

  func roundTripBytes(_ value: [UInt8]) async throws(HostCallError<Never>) -> [UInt8] {
    try await compare(value, host.echoBytes)
  }

  func roundTripArguments(
    _ first: Int64, and second: String?, third: [Point], mood: Mood, isLast: Bool
  ) async throws(HostCallError<Never>) -> Arguments {
    let arguments = Arguments(first: first, second: second, third: third, mood: mood, isLast: isLast)
    return try await compare(arguments) { (value) throws(HostCallError<Never>) in
      try await host.echoArguments(
        value.first, and: value.second, third: value.third, mood: value.mood, isLast: value.isLast)
    }
  }

  func delete(_ value: Keywords) async throws(HostCallError<Never>) -> Keywords {
    try await compare(value, host.import)
  }

  func roundTripSample(_ value: Sample) async throws(HostCallError<Never>) -> Sample {
    try await compare(value, host.echoSample)
  }

  func ping() async throws(HostCallError<Never>) { try await host.hostPing() }
}
