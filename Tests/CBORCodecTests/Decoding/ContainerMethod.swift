// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec

/// A method of a decoding container, or several of one kind, called by each element of an array.
struct ContainerMethod: Sendable {
  enum Key: String, CodingKey { case a, b, missing }

  @TaskLocal static var current = ContainerMethod(.keyed) { _ in }

  /// A type that is only Codable, and calls the current method.
  struct Caller: Decodable {
    init(from decoder: any Decoder) throws { try ContainerMethod.current.call(decoder) }
  }

  enum Kind { case keyed, unkeyed, single }

  let kind: Kind
  let call: @Sendable (any Decoder) throws -> Void

  private init(_ kind: Kind, _ call: @escaping @Sendable (any Decoder) throws -> Void) {
    (self.kind, self.call) = (kind, call)
  }

  private static func keyed(
    _ call: @escaping @Sendable (KeyedDecodingContainer<Key>) throws -> Void
  ) -> ContainerMethod {
    ContainerMethod(.keyed) { try call($0.container(keyedBy: Key.self)) }
  }

  private static func unkeyed(
    _ call: @escaping @Sendable (inout any UnkeyedDecodingContainer) throws -> Void
  ) -> ContainerMethod {
    ContainerMethod(.unkeyed) { decoder in
      var container = try decoder.unkeyedContainer()
      try call(&container)
    }
  }

  private static func single(
    _ call: @escaping @Sendable (any SingleValueDecodingContainer) throws -> Void
  ) -> ContainerMethod {
    ContainerMethod(.single) { try call($0.singleValueContainer()) }
  }

  /// The items from which the element is decoded: in its usual form, and of indefinite length.
  var items: [String] {
    switch kind {
    case .keyed: ["a2 6161 81 6178 6162 a0", "bf 6162 a0 6161 81 6178 ff"]
    case .unkeyed: ["82 81 6178 a0", "9f 81 6178 a0 ff"]
    case .single: ["81 6178", "a1 6178 8101"]
    }
  }

  static let all: [ContainerMethod] = keyedMethods + unkeyedMethods + singleMethods

  private static let keyedMethods: [ContainerMethod] = [
    keyed { _ = $0.allKeys },
    keyed { _ = $0.codingPath },
    keyed { _ = $0.contains(.b) || $0.contains(.missing) },
    keyed { _ = try $0.decodeNil(forKey: .b) },
    keyed { _ = try? $0.decodeNil(forKey: .missing) },
    keyed { _ = try $0.nestedContainer(keyedBy: Key.self, forKey: .b).codingPath },
    keyed { _ = try? $0.nestedContainer(keyedBy: Key.self, forKey: .a) },
    keyed { _ = try $0.nestedUnkeyedContainer(forKey: .a).codingPath },
    keyed { _ = try? $0.nestedUnkeyedContainer(forKey: .b) },
    keyed { _ = try $0.superDecoder().codingPath },
    keyed { _ = try? $0.superDecoder(forKey: .b).unkeyedContainer() },
    keyed { _ = try? $0.decode([Int].self, forKey: .a) },
    keyed { _ = try? $0.decode([Int].self, forKey: .missing) },
    keyed { _ = try? $0.decodeIfPresent([Int].self, forKey: .a) },
    keyed { _ = try? $0.decodeIfPresent(LinearDecoding.Direct<Int>.self, forKey: .a) },
    keyed { _ = try? $0.decode([String: [Int]].self, forKey: .a) },
    keyed { _ = (try? $0.decode(Bool.self, forKey: .a), try? $0.decodeIfPresent(Bool.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(String.self, forKey: .a), try? $0.decodeIfPresent(String.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Double.self, forKey: .a), try? $0.decodeIfPresent(Double.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Float.self, forKey: .a), try? $0.decodeIfPresent(Float.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Int.self, forKey: .a), try? $0.decodeIfPresent(Int.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Int8.self, forKey: .a), try? $0.decodeIfPresent(Int8.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Int16.self, forKey: .a), try? $0.decodeIfPresent(Int16.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Int32.self, forKey: .a), try? $0.decodeIfPresent(Int32.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Int64.self, forKey: .a), try? $0.decodeIfPresent(Int64.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(Int128.self, forKey: .a), try? $0.decodeIfPresent(Int128.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(UInt.self, forKey: .a), try? $0.decodeIfPresent(UInt.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(UInt8.self, forKey: .a), try? $0.decodeIfPresent(UInt8.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(UInt16.self, forKey: .a), try? $0.decodeIfPresent(UInt16.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(UInt32.self, forKey: .a), try? $0.decodeIfPresent(UInt32.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(UInt64.self, forKey: .a), try? $0.decodeIfPresent(UInt64.self, forKey: .b)) },
    keyed { _ = (try? $0.decode(UInt128.self, forKey: .a), try? $0.decodeIfPresent(UInt128.self, forKey: .b)) },
  ]

  private static let unkeyedMethods: [ContainerMethod] = [
    unkeyed { _ = ($0.count, $0.isAtEnd, $0.currentIndex) },
    unkeyed { _ = $0.codingPath },
    unkeyed { _ = try $0.decodeNil() },
    unkeyed { _ = try $0.nestedUnkeyedContainer().codingPath },
    unkeyed { _ = try? $0.nestedContainer(keyedBy: Key.self) },
    unkeyed { _ = try $0.superDecoder().codingPath },
    unkeyed { _ = try? $0.superDecoder().container(keyedBy: Key.self) },
    unkeyed { _ = try? $0.decode([Int].self) },
    unkeyed { _ = try? $0.decodeIfPresent([Int].self) },
    unkeyed { _ = try? $0.decode(LinearDecoding.Direct<Int>.self) },
    unkeyed { container in
      while !container.isAtEnd { _ = try container.decode(CBORValue.self) }
      _ = (try? container.decode(Int.self), try? container.decodeNil(), try? container.superDecoder())
    },
    unkeyed { _ = (try? $0.decode(Bool.self), try? $0.decodeIfPresent(Bool.self)) },
    unkeyed { _ = (try? $0.decode(String.self), try? $0.decodeIfPresent(String.self)) },
    unkeyed { _ = (try? $0.decode(Double.self), try? $0.decodeIfPresent(Double.self)) },
    unkeyed { _ = (try? $0.decode(Float.self), try? $0.decodeIfPresent(Float.self)) },
    unkeyed { _ = (try? $0.decode(Int.self), try? $0.decodeIfPresent(Int.self)) },
    unkeyed { _ = (try? $0.decode(Int8.self), try? $0.decodeIfPresent(Int8.self)) },
    unkeyed { _ = (try? $0.decode(Int16.self), try? $0.decodeIfPresent(Int16.self)) },
    unkeyed { _ = (try? $0.decode(Int32.self), try? $0.decodeIfPresent(Int32.self)) },
    unkeyed { _ = (try? $0.decode(Int64.self), try? $0.decodeIfPresent(Int64.self)) },
    unkeyed { _ = (try? $0.decode(Int128.self), try? $0.decodeIfPresent(Int128.self)) },
    unkeyed { _ = (try? $0.decode(UInt.self), try? $0.decodeIfPresent(UInt.self)) },
    unkeyed { _ = (try? $0.decode(UInt8.self), try? $0.decodeIfPresent(UInt8.self)) },
    unkeyed { _ = (try? $0.decode(UInt16.self), try? $0.decodeIfPresent(UInt16.self)) },
    unkeyed { _ = (try? $0.decode(UInt32.self), try? $0.decodeIfPresent(UInt32.self)) },
    unkeyed { _ = (try? $0.decode(UInt64.self), try? $0.decodeIfPresent(UInt64.self)) },
    unkeyed { _ = (try? $0.decode(UInt128.self), try? $0.decodeIfPresent(UInt128.self)) },
  ]

  private static let singleMethods: [ContainerMethod] = [
    single { _ = $0.codingPath },
    single { _ = $0.decodeNil() },
    single { _ = try? $0.decode([Int].self) },
    single { _ = try? $0.decode([String: Int].self) },
    single { _ = try? $0.decode(LinearDecoding.Direct<Int>.self) },
    single { _ = try? $0.decode(CBORTagged<24, [UInt8]>.self) },
    single { _ = try? $0.decode(CBOREmbedded<Int>.self) },
    ContainerMethod(.single) { _ = try? $0.container(keyedBy: Key.self).decode(Int.self, forKey: .missing) },
    ContainerMethod(.single) { decoder in _ = try? decoder.unkeyedContainer().codingPath },
    single { _ = try? $0.decode(Bool.self) },
    single { _ = try? $0.decode(String.self) },
    single { _ = try? $0.decode(Double.self) },
    single { _ = try? $0.decode(Float.self) },
    single { _ = try? $0.decode(Int.self) },
    single { _ = try? $0.decode(Int8.self) },
    single { _ = try? $0.decode(Int16.self) },
    single { _ = try? $0.decode(Int32.self) },
    single { _ = try? $0.decode(Int64.self) },
    single { _ = try? $0.decode(Int128.self) },
    single { _ = try? $0.decode(UInt.self) },
    single { _ = try? $0.decode(UInt8.self) },
    single { _ = try? $0.decode(UInt16.self) },
    single { _ = try? $0.decode(UInt32.self) },
    single { _ = try? $0.decode(UInt64.self) },
    single { _ = try? $0.decode(UInt128.self) },
  ]
}
