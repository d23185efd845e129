// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension DecodingContext {
  /// Decodes the types that have their own form in CBOR, and those that are slow through their generic implementation.
  func decodeKnown<Value: Decodable>(
    _ type: Value.Type, _ kind: KnownType, at offset: Int, level: Int
  ) throws -> Value {
    func value<Known>(_ value: Known) -> Value { known(value, as: Value.self) }
    switch kind {
    case .bytes: return value(try unsafe bytes(at: offset, level: level) { unsafe [UInt8]($0) })
    case .data: return value(try unsafe bytes(at: offset, level: level) { unsafe Data($0) })
    case .value: return value(try cborValue(at: offset))
    case .bool: return value(try bool(at: offset, level: level))
    case .text: return value(try string(at: offset, level: level))
    case .double: return value(try float(Double.self, at: offset, level: level))
    case .float: return value(try float(Float.self, at: offset, level: level))
    case .int: return value(try integer(Int.self, at: offset, level: level))
    case .int8: return value(try integer(Int8.self, at: offset, level: level))
    case .int16: return value(try integer(Int16.self, at: offset, level: level))
    case .int32: return value(try integer(Int32.self, at: offset, level: level))
    case .int64: return value(try integer(Int64.self, at: offset, level: level))
    case .uint: return value(try integer(UInt.self, at: offset, level: level))
    case .uint8: return value(try integer(UInt8.self, at: offset, level: level))
    case .uint16: return value(try integer(UInt16.self, at: offset, level: level))
    case .uint32: return value(try integer(UInt32.self, at: offset, level: level))
    case .uint64: return value(try integer(UInt64.self, at: offset, level: level))
    case .date: return value(try date(at: offset, level: level))
    case .uuid: return value(try uuid(at: offset, level: level))
    case .url: return value(try url(at: offset, level: level))
    case .decimal: return value(try decimal(at: offset, level: level))
    case .half: return try decodeByContainers(type, at: offset, level: level)
    default:
      guard message.options.isStrict, offset != DecodingMessage.absent else {
        return try decodeCollection(type, at: offset, level: level)
      }
      return try decodeCollection(kind, at: offset, level: level)
    }
  }

  /// Decodes an array or a dictionary through its CBORDecodable conformance.
  private func decodeCollection<Value>(_ kind: KnownType, at offset: Int, level: Int) throws -> Value {
    func value<Known: CBORDecodable>(_ type: Known.Type) throws -> Value {
      known(try directly(type, at: offset, level: level), as: Value.self)
    }
    switch kind {
    case .texts: return try value([String].self)
    case .doubles: return try value([Double].self)
    case .floats: return try value([Float].self)
    case .ints: return try value([Int].self)
    case .int8s: return try value([Int8].self)
    case .int16s: return try value([Int16].self)
    case .int32s: return try value([Int32].self)
    case .int64s: return try value([Int64].self)
    case .uints: return try value([UInt].self)
    case .uint16s: return try value([UInt16].self)
    case .uint32s: return try value([UInt32].self)
    case .uint64s: return try value([UInt64].self)
    case .textInts: return try value([String: Int].self)
    case .textTexts: return try value([String: String].self)
    case .textDoubles: return try value([String: Double].self)
    default: return try value([String: Bool].self)
    }
  }

  /// Decodes an array or a dictionary through containers, for limits that are not strict and for a missing item.
  private func decodeCollection<Value: Decodable>(_ type: Value.Type, at offset: Int, level: Int) throws -> Value {
    guard let dictionary = CodingTraits.of(type).dictionary else {
      return try decodeByContainers(type, at: offset, level: level)
    }
    func value<Pairs: DecodableDictionary>(_ type: Pairs.Type) throws -> Value {
      known(try type.init(from: self, at: offset, level: level), as: Value.self)
    }
    return try value(dictionary)
  }

  /// Calls `make` with the bytes of a byte string, or of an array of integers, and returns its result.
  func bytes<Result>(
    at offset: Int, level: Int, _ make: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    if message.isSequential(at: offset), let content = unsafe message.cursor.content(of: 2) {
      return try unsafe make(content)
    }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    switch head.kind {
    case .bytes where !head.isIndefinite:
      let range = try message.input.definiteContent(of: head, at: start)
      return try unsafe make(message.input.bytes(in: range))
    case .bytes:
      return try unsafe message.input.stringContent(at: start, head: head).content.withUnsafeBytes(make)
    case .array:
      var elements = UnkeyedItemDecoder(context: self, head: head, level: level)
      var bytes: [UInt8] = []
      while !elements.isAtEnd { bytes.append(try elements.decode(UInt8.self)) }
      return try unsafe bytes.withUnsafeBytes(make)
    default:
      throw mismatch([UInt8].self, found: head, at: start, level: level)
    }
  }
}
