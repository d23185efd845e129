// What a value is, without a switch: each is nil if the value is something else.
//
//   value["fmt"]?.text          value[key: -1]?.bytes          value.content[2]?.map
extension CBORValue {
  /// Whether the value is `null` or `undefined`.
  public var isNull: Bool { self == .null || self == .undefined }

  /// The Boolean that the value is.
  public var boolean: Bool? {
    switch self {
    case .simple(20): false
    case .simple(21): true
    default: nil
    }
  }

  /// The bytes of a byte string.
  public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }

  /// The text of a text string.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The elements of an array.
  public var array: [CBORValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// The pairs of a map, in the order in which they are written.
  public var map: [Pair]? { if case .map(let pairs) = self { pairs } else { nil } }

  /// The number of a floating-point item; an integer is none.
  public var float: Double? { if case .float(let number) = self { number } else { nil } }

  /// The number of the outermost tag.
  public var tag: UInt64? { if case .tagged(let number, _) = self { number } else { nil } }

  /// What is in all tags around it; the value itself if there are none.
  public var content: CBORValue {
    var value = self
    while case .tagged(_, let inner) = value { value = inner }
    return value
  }

  /// The element at an index, from 0; nothing if there is none or the value is no array.
  ///
  /// - Parameter index: The element's place.
  public subscript(index: Int) -> CBORValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The value of the first pair with a text key; nothing if there is none or the value is no map.
  ///
  /// Linear in the number of pairs.
  ///
  /// - Parameter key: The key, compared by its bytes.
  public subscript(key: String) -> CBORValue? { self[key: .text(key)] }

  /// The value of the first pair with a key; nothing if there is none or the value is no map.
  ///
  /// ```swift
  /// let algorithm = key[key: 3]?.integer   // of a COSE_Key
  /// ```
  ///
  /// Linear in the number of pairs.
  ///
  /// - Parameter key: The key, any value.
  public subscript(key key: CBORValue) -> CBORValue? {
    guard case .map(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }
}
