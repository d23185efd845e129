// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostCall

private struct Pair<Left, Right> {
  struct Inner<Value> {}
  enum Case { case only }
}

private enum Either<Left, Right> { case left(Left), right(Right) }
private class Base<Value> { var value: Value? }
private class Derived<Left, Right>: Base<[Right]> { var other: Left? }
private final class Plain {}
private protocol Marked {}
private struct Constrained<Value: Hashable & Sendable> {}

@Suite("Names of types")
struct TypeNameTests {
  @Test(
    "the name of a type contains its generic arguments, as in the standard library",
    arguments: [
      Int.self, [String: [Int?]].self, Pair<Int, String>.self, Pair<Int, Int>.Inner<Bool>.self,
      Pair<Int, Int>.Case.self, Either<Plain, Base<Int>>.self, Base<Derived<Int, String>>.self,
      Derived<Pair<Int, Int>, Set<Int>>.self, Plain.self, (Int, name: String).self, Constrained<String>.self,
      Array<Pair<(Int, Int), Never>>.self, ClosedRange<Int>.self,
    ] as [Any.Type])
  func ordinary(_ type: Any.Type) {
    #expect(TypeName.of(type) == String(describing: type))
  }

  @Test("the name of a type omits generic arguments that are too long or of unknown kinds")
  func long() {
    func doubled<Value>(_ depth: Int, _ type: Value.Type, as shape: Int) -> Any.Type {
      guard depth > 0 else { return type }
      return switch shape {
      case 0: doubled(depth - 1, Pair<Value, Value>.self, as: shape)
      case 1: doubled(depth - 1, Either<Value, Value>.self, as: shape)
      case 2: doubled(depth - 1, Derived<Value, Value>.self, as: shape)
      case 3: doubled(depth - 1, Pair<(Value, Value), Int>.self, as: shape)
      default: doubled(depth - 1, Pair<Int, Int>.Inner<Pair<Value, Value>>.self, as: shape)
      }
    }
    #expect(
      (0..<5).map { TypeName.of(doubled(50, Int.self, as: $0)) } == [
        "Pair<…>", "Either<…>", "Derived<…>", "Pair<…>", "Inner<…>",
      ])
    #expect(TypeName.of(doubled(3, Int.self, as: 0)) == String(describing: doubled(3, Int.self, as: 0)))
    #expect(TypeName.of(Pair<any Marked, Int>.self) == "Pair<…>")
    #expect(TypeName.of((@Sendable () -> Void).self) == "a type")
  }
}
