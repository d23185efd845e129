// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The map of objects by address")
struct AddressMapTests {
  private final class Value: Sendable {
    let number: UInt

    init(_ number: UInt) {
      self.number = number
    }
  }

  @Test("added objects are found, however many, and the first object of a key stays")
  func addAndFind() {
    let map = AddressMap<Value>(bits: 1)
    for number in 1...1000 as ClosedRange<UInt> {
      #expect(map.find(number * 8) == nil)
      #expect(map.add(number * 8, Value(number)).number == number)
    }
    #expect((1...1000).allSatisfy { map.find($0 * 8)?.number == $0 })
    #expect(map.add(8, Value(0)).number == 1)
    var seen: UInt?
    map.with(16) { seen = $0.number }
    #expect(seen == 2)
  }

  @Test("a map's objects are freed with the map")
  func freed() {
    weak var value: Value?
    do {
      let map = AddressMap<Value>(bits: 1)
      for number in 1...10 as ClosedRange<UInt> { value = map.add(number, Value(number)) }
      #expect(value != nil)
    }
    #expect(value == nil)
  }

  @Test("threads that add the same keys concurrently agree on the objects")
  func manyThreads() async {
    let map = AddressMap<Value>(bits: 1)
    let found = await withTaskGroup(of: [ObjectIdentifier].self) { group in
      for _ in 0..<4 {
        group.addTask { (1...500).map { ObjectIdentifier(map.find($0) ?? map.add($0, Value($0))) } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(found).count == 1)
  }
}
