// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

extension NestedContainerTests {
  @Test("misuse throws an error and does not trap")
  func misuse() throws {
    func expectError(
      _ script: @escaping (any Encoder) throws -> Void, location: SourceLocation = #_sourceLocation
    ) {
      #expect(throws: EncodingError.self, sourceLocation: location) { try encoded(script) }
    }
    // Two kinds of containers.
    expectError { encoder in
      _ = encoder.container(keyedBy: AnyKey.self)
      _ = encoder.unkeyedContainer()
    }
    // Two single values.
    expectError { encoder in
      var container = encoder.singleValueContainer()
      try container.encode(1)
      try container.encode(2)
    }
    expectError { encoder in
      var container = encoder.singleValueContainer()
      try container.encode(1)
      var map = encoder.container(keyedBy: AnyKey.self)
      try map.encode(1, forKey: "a")
    }
    // An encoder that outlives its value.
    expectError { encoder in
      var kept: (any Encoder)?
      var container = encoder.unkeyedContainer()
      try container.encode(
        Scripted {
          kept = $0; try 1.encode(to: $0)
        })
      var late = try #require(kept).unkeyedContainer()
      try late.encode(2)
    }
    // A parent that is written to from within its child.
    expectError { encoder in
      var container = encoder.unkeyedContainer()
      var copy = container
      try container.encode(Scripted { _ in try copy.encode(1) })
    }
  }

  @Test("writes after encode has returned are rejected and have no effect")
  func late() throws {
    var kept: [any Encoder] = []
    let bytes = try CBOREncoder().encode(
      Scripted { encoder in
        kept.append(encoder)
        var container = encoder.unkeyedContainer()
        kept.append(container.superEncoder())
      })
    #expect(hex(bytes) == "81a0")
    for encoder in kept {
      var container = encoder.singleValueContainer()
      #expect(throws: EncodingError.self) { try container.encode(1) }
      _ = encoder.unkeyedContainer()
      _ = encoder.codingPath
    }
  }

  @Test("a nested container that is requested again while a value in it is encoded accepts no pairs until then")
  func repeatedWhileBusy() throws {
    let bytes = try encoded { encoder in
      var outer = encoder.container(keyedBy: AnyKey.self)
      var map = outer.nestedContainer(keyedBy: AnyKey.self, forKey: "m")
      try map.encode(
        Scripted { encoder in
          var own = encoder.container(keyedBy: AnyKey.self)
          try own.encode(1, forKey: "x")
          var again = outer.nestedContainer(keyedBy: AnyKey.self, forKey: "m")
          #expect(throws: EncodingError.self) { try again.encode(2, forKey: "y") }
          #expect(again.codingPath.map(\.stringValue) == ["m"])
        }, forKey: "v")
      var again = outer.nestedContainer(keyedBy: AnyKey.self, forKey: "m")
      try again.encode(3, forKey: "w")
    }
    #expect(bytes == "a1616d" + "a2" + "6176a1617801" + "617703")
  }

  @Test("containers beyond the nesting limit have the coding path of the limit")
  func pathBeyondLimit() {
    var longest = 0
    #expect(throws: EncodingError.self) {
      try encoded { encoder in
        var container = encoder.unkeyedContainer()
        for _ in 0..<1000 {
          container = container.nestedUnkeyedContainer()
          longest = max(longest, container.codingPath.count)
        }
      }
    }
    #expect((128...130).contains(longest), "\(longest)")
  }

  @Test("nothing that a call references is leaked, even if its containers are misused")
  func released() throws {
    final class Token: Sendable {}
    weak var leaked: Token?
    do {
      let token = Token()
      leaked = token
      var encoder = CBOREncoder()
      encoder.userInfo[try #require(CodingUserInfoKey(rawValue: "token"))] = token
      let value = Scripted { encoder in
        var outer = encoder.unkeyedContainer()
        var nested = outer.nestedUnkeyedContainer()
        try 1.encode(to: nested.superEncoder())
        _ = encoder.container(keyedBy: AnyKey.self)
      }
      #expect(throws: EncodingError.self) { try encoder.encode(value) as [UInt8] }
    }
    #expect(leaked == nil)
  }
}
