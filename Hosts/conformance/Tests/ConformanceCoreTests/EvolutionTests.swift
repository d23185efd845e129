// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

@testable import ConformanceCore

@Suite("Other versions of the core", .timeLimit(.minutes(1)))
struct EvolutionTests {
  private static let accepted: [Malformation] = [
    .none, .extraField, .missingOptional, .nullOptional, .reordered, .wideHeads,
  ]
  private static let refused: [(Malformation, String)] = [
    (.missingField, "text"), (.wrongType, "text"), (.outOfRange, "small"), (.unknownCase, "elated"),
    (.unknownShape, "shape"),
  ]

  private func value(_ malformation: Malformation) -> Evolving {
    let hasNote = ![.missingOptional, .nullOptional].contains(malformation)
    return Evolving(small: 7, text: "seven", mood: .merry, note: hasNote ? "n" : nil, shape: .empty)
  }

  @Test("a host accepts what a compatible core writes", arguments: accepted)
  func compatible(malformation: Malformation) async throws {
    try await withConformance { (core, _, _) async throws in
      let report = try await core.sendEvolving(malformation)
      #expect(report.outcome == "ok", "\(report)")
      #expect(report.value == value(malformation))
      let bytes = try await CBOREncoder().encode(core.answerEvolving(malformation))
      #expect(try CBORDecoder().decode(Evolving.self, from: bytes) == value(malformation))
    }
  }

  @Test("a host refuses other messages with the place", arguments: refused)
  func incompatible(malformation: Malformation, place: String) async throws {
    try await withConformance { (core, _, _) async throws in
      let report = try await core.sendEvolving(malformation)
      #expect(report.outcome == "invalidArgument")
      #expect(report.message.contains(place), "\(report.message)")
      let bytes = try await CBOREncoder().encode(core.answerEvolving(malformation))
      #expect(throws: DecodingError.self) { try CBORDecoder().decode(Evolving.self, from: bytes) }
    }
  }

  @Test(
    "a host refuses requests that are not well-formed",
    arguments: [Malformation.indefiniteUnended, .trailingByte, .invalidText, .truncated, .noBytes])
  func malformed(malformation: Malformation) async throws {
    try await withConformance { (core, _, _) async throws in
      #expect(try await core.sendEvolving(malformation).outcome == "invalidArgument")
      let error = await failure(of: { () async throws(HostCallError<Never>) in
        try await core.answerEvolving(malformation)
      })
      #expect(error?.code == .invalidArgument)
    }
  }

  @Test("the bytes of each way are different from the usual ones")
  func bytes() {
    let all = Malformation.allCases.map { $0.bytes { [CBORValue.Pair(key: "value", value: $0)] } }
    #expect(Set(all).count == all.count)
  }

  @Test("a core whose call has changed refuses the host's function, in words")
  func changedHost() async throws {
    let bridge = try #require(CoreVariant.changedHost.openBridge())
    let error = #expect(throws: HostSetupError.self) {
      try bridge.handle(
        EchoHost(core: ConformanceCoreClient(CoreCaller(bridge: bridge.cHandle))), as: ConformanceHostInterface.self)
    }
    #expect("\(error!)".contains("fetch_profile") && "\(error!)".contains("locale"), "\(error!)")
    await bridge.close()
  }

  @Test("a core that lacks a function refuses its call, in words")
  func partialCore() async throws {
    let bridge = try #require(CoreVariant.partialCore.openBridge())
    let core = ConformanceCoreClient(CoreCaller(bridge: bridge.cHandle))
    try await core.ping()
    let error = await failure(of: { () async throws(HostCallError<Never>) in try await core.roundTripMood(.calm) })
    #expect(error?.message.contains("round_trip_mood") == true, "\(error!)")
    await bridge.close()
  }

  @Test("the descriptor has all calls and streams of both interfaces with their types")
  func descriptor() async throws {
    try await withConformance { (_, _, bridge) async throws in
      let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
      let listed = descriptor.calls + (descriptor.streams ?? [])
      let events = descriptor.events ?? []
      func names(_ direction: HostCallDescriptor.Direction) -> [String] {
        (listed.filter { $0.direction == direction }.map(\.name)
          + events.filter { $0.direction == direction }.map(\.name)).sorted()
      }
      #expect(names(.toHost) == ConformanceHostInterface.calls.map(\.wireName).sorted())
      #expect(names(.toCore) == ConformanceCoreInterface.calls.map(\.wireName).sorted())
      #expect(listed.allSatisfy { $0.request?.type != nil && $0.response?.type != nil })
      #expect(!descriptor.cddl.contains(" any"))
    }
  }
}
