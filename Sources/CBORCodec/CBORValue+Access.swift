// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Access to a value's content without a switch. Each property is `nil` if the value is of another kind.
//
//   value["fmt"]?.text          value[key: -1]?.bytes          value.content[2]?.map
extension CBORValue {
  /// A Boolean value that indicates whether the value is `null` or `undefined`.
  public var isNull: Bool { self == .null || self == .undefined }

  /// The Boolean, if the value is one.
  public var boolean: Bool? {
    switch self {
    case .simple(20): false
    case .simple(21): true
    default: nil
    }
  }

  /// The content of a byte string.
  public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }

  /// The content of a text string.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The elements of an array.
  public var array: [CBORValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// The pairs of a map, in encoded order.
  public var map: [Pair]? { if case .map(let pairs) = self { pairs } else { nil } }

  /// The number of a floating-point item; `nil` for an integer.
  public var float: Double? { if case .float(let number) = self { number } else { nil } }

  /// The number of the outermost tag.
  public var tag: UInt64? { if case .tagged(let number, _) = self { number } else { nil } }

  /// The value inside all tags around it; the value itself if it has no tag.
  public var content: CBORValue {
    var value = self
    while case .tagged(_, let inner) = value { value = inner }
    return value
  }

  /// Accesses the element at an index of an array; `nil` if the index is out of range or the value is not an array.
  ///
  /// - Parameter index: The position of the element, from 0.
  public subscript(index: Int) -> CBORValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// Accesses the value of the first pair with a text key; `nil` if there is no such pair or the value is not a map.
  ///
  /// - Parameter key: The key, compared by its UTF-8 bytes.
  /// - Complexity: O(*n*), where *n* is the number of pairs.
  public subscript(key: String) -> CBORValue? { self[key: .text(key)] }

  /// Accesses the value of the first pair with a key; `nil` if there is no such pair or the value is not a map.
  ///
  /// ```swift
  /// let algorithm = key[key: 3]?.integer   // of a COSE_Key
  /// ```
  ///
  /// - Parameter key: The key, which may be any value.
  /// - Complexity: O(*n*), where *n* is the number of pairs.
  public subscript(key key: CBORValue) -> CBORValue? {
    guard case .map(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }
}
