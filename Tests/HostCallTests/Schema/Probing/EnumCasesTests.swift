// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostCall

@Suite("The cases of an enum")
struct EnumCasesTests {
  enum Keys: CodingKey, Equatable { case first, second, third }
  enum OneKey: CodingKey, Equatable { case only }
  enum NoKeys: CodingKey, Equatable {}
  enum Words: String { case hello, bye = "good bye" }
  enum Numbers: Int64 { case minus = -5, large = 5_000_000_000 }
  enum WithPayload { case some(Int), none }
  enum Generic<Value> { enum Keys: CodingKey { case left, right } }

  @Test("all cases are returned in order, regardless of their raw values")
  func all() {
    #expect(EnumCases.all(of: Keys.self) == [.first, .second, .third])
    #expect(EnumCases.all(of: OneKey.self) == [.only])
    #expect(EnumCases.all(of: NoKeys.self)?.isEmpty == true)
    #expect(EnumCases.all(of: Words.self)?.map(\.rawValue) == ["hello", "good bye"])
    #expect(EnumCases.all(of: Numbers.self)?.map(\.rawValue) == [-5, 5_000_000_000])
    #expect(EnumCases.all(of: Generic<String>.Keys.self)?.map(\.stringValue) == ["left", "right"])
    #expect(EnumCases.all(of: Bool?.Type.self) == nil)
  }

  @Test("an enum with more than 256 cases uses two bytes, and its cases are found too")
  func many() throws {
    let cases = try #require(EnumCases.all(of: ManyCases.self))
    #expect(cases.count == 300)
    #expect(cases.map(\.rawValue) == Array(0..<300))
  }

  @Test("only enums without payloads have enumerable cases")
  func others() {
    #expect(EnumCases.all(of: WithPayload.self) == nil)
    #expect(EnumCases.all(of: Int.self) == nil)
    #expect(EnumCases.all(of: Empty.self) == nil)
    #expect(EnumCases.all(of: HostBridge.self) == nil)
    #expect(EnumCases.all(of: Bool?.self) == nil)
    #expect(EnumCases.all(of: (any Error).self) == nil)
    #expect(EnumCases.all(of: (Int, Int).self) == nil)
    #expect(EnumCases.all(of: (() -> Void).self) == nil)
  }
}
