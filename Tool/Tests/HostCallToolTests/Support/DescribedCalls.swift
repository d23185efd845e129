// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

/// Calls of many kinds of types, as a descriptor lists them.
enum DescribedCalls {
  enum Color: String, Codable { case red, green }
  enum Level: Int, Codable { case low = 1, high = 2 }
  enum Shape: Codable {
    case circle(radius: Double)
    case dot
  }

  final class Node: Codable, Sendable {
    let next: Node?
  }

  struct Every: HostCallable {
    typealias Response = Empty
    var id: UInt8
    var note: String?
    var tags: [String]
    var sizes: [String: Double]
    var byNumber: [Int: Bool]
    var color: Color
    var level: Level
    var shape: Shape
    var image: [UInt8]
    var node: Node?
    var any: CBORValue
  }

  struct Position: Codable, Hashable, PlainData {
    var x: Float
    var y: Int16
    var isFixed: Bool
    var padding: UInt8
  }

  struct Move: HostCallable, PlainData {
    typealias Response = UInt32
    var from: Position
    var steps: UInt64
  }

  struct Measure: HostCallable, PlainData {
    typealias Response = Empty
    var large: UInt128
    var double: Double
    var single: Float
    var signed: Int32
    var half: Half
    var rest: UInt16
    var end: UInt32
    var last: UInt64
  }

  #if os(macOS) && arch(x86_64)
  typealias Half = UInt16
  #else
  typealias Half = Float16
  #endif

  /// A request of `Measure` in notation.
  static let measure =
    #"{"large": 0, "double": 1.0, "single": 1.0, "signed": 0, "half": 1.0, "rest": 0, "end": 0, "last": 0}"#

  struct Watch: HostStreamable {
    typealias Element = Int64
    struct Failure: Error, Codable, Hashable, Sendable { var code: String }
    var id: UInt64
  }

  /// Returns the descriptor of all calls.
  static func descriptor() async throws -> HostCallDescriptor {
    let bridge = HostBridge()
    try bridge.declare(Every.self, Move.self, Measure.self, Watch.self)
    let descriptor = try JSONDescriptor(cbor: bridge.descriptor()).descriptor
    await bridge.close()
    return descriptor
  }

  static func call(_ name: String, isChecked: Bool = true) async throws -> CoreCall {
    try #require(CoreCall.all(of: try await descriptor(), .toHost, isChecked: isChecked)[name])
  }
}
