// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@_spi(Reflection) internal import Swift

/// The memory layout of a plain type: contiguous numbers, without padding.
///
///     struct Sample { var time: Double; var channel: UInt32; var isNew: Bool }
///
///     0        8     12   13    16
///     │ time   │ chan │new │ pad │      size 13, stride 16: an error, 3 bytes of padding after `isNew`
package struct PlainLayout: Hashable, Sendable {
  /// The size of a value in bytes.
  package let size: Int
  /// The numbers that a value consists of, in the order of their offsets.
  package let fields: [Field]

  /// A number within a value.
  package struct Field: Hashable, Sendable {
    /// The path from the type to the number, such as `position.x`; empty for a type that is a number itself.
    package let path: String
    package let offset: Int
    package let size: Int
    package let type: String
    fileprivate let isBool: Bool
  }

  /// This machine's byte order: `little` or `big`.
  package static var byteOrder: String { UInt16(1).littleEndian == 1 ? "little" : "big" }

  /// The offsets of all `Bool`s, whose bytes may only be 0 and 1.
  var bools: [Int] { fields.filter(\.isBool).map(\.offset) }

  /// Determines the layout of `type` by reflection; ``PayloadType`` keeps the result.
  ///
  /// - Throws: An error that names the field that is not plain, or that padding follows.
  package static func of(_ type: Any.Type) throws(PlainDataError) -> PlainLayout {
    guard let plain = type as? any PlainData.Type else {
      throw refusal(type, "it does not conform to PlainData")
    }
    var fields: [Field] = []
    try collect(plain, at: 0, path: "", of: type, into: &fields)
    fields.sort { $0.offset < $1.offset }
    var end = 0
    var last = ""
    for field in fields {
      guard field.offset == end else {
        let place = last.isEmpty ? "before `\(field.path)`" : "between `\(last)` and `\(field.path)`"
        throw refusal(type, "it has \(field.offset - end) bytes of padding \(place)")
      }
      end += field.size
      last = field.path
    }
    let (size, stride) = plain.sizeAndStride
    let whole = size == 0 ? 0 : stride
    guard end == whole else {
      let place = last.isEmpty ? "at its end" : "after `\(last)`"
      throw refusal(type, "it has \(whole - end) bytes of padding \(place)")
    }
    return PlainLayout(size: size, fields: fields)
  }

  /// Appends the numbers that `type` consists of.
  private static func collect(
    _ type: any PlainData.Type, at offset: Int, path: String, of whole: Any.Type, into fields: inout [Field]
  ) throws(PlainDataError) {
    if let scalar = type as? any PlainScalar.Type {
      fields.append(
        Field(path: path, offset: offset, size: scalar.plainSize, type: "\(type)", isBool: type == Bool.self))
      return
    }
    guard type.isStruct else {
      throw refusal(
        whole, path.isEmpty ? "it is not a plain struct" : "its field `\(path)` is not a plain struct or a number")
    }
    var parts: [(name: String, offset: Int, type: Any.Type)] = []
    let isComplete = unsafe _forEachField(of: type) { name, offset, type, _ in
      parts.append((unsafe String(cString: name), offset, type))
      return true
    }
    guard isComplete else { throw refusal(whole, "reflection does not reveal its fields") }
    for part in parts {
      let partPath = path.isEmpty ? part.name : "\(path).\(part.name)"
      guard let plain = part.type as? any PlainData.Type else {
        throw refusal(whole, "its field `\(partPath)` is of the type \(TypeName.of(part.type)), which is not PlainData")
      }
      try collect(plain, at: offset + part.offset, path: partPath, of: whole, into: &fields)
    }
  }

  private static func refusal(_ type: Any.Type, _ reason: String) -> PlainDataError {
    PlainDataError(description: "\(TypeName.of(type)) cannot be encoded as raw bytes: \(reason)")
  }
}

extension PlainData {
  fileprivate static var sizeAndStride: (size: Int, stride: Int) {
    (MemoryLayout<Self>.size, MemoryLayout<Self>.stride)
  }

  /// Whether this is a struct, as opposed to an enum or a class.
  ///
  /// Reflection reveals only the kinds of fields, so this inspects a struct with one field of the type.
  fileprivate static var isStruct: Bool {
    var isStruct = false
    unsafe _forEachField(of: Holder<Self>.self) { _, _, _, kind in
      isStruct = kind == .struct
      return true
    }
    return isStruct
  }
}

private struct Holder<Value> {
  var value: Value
}
