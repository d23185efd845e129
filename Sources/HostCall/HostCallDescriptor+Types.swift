// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostCallDescriptor {
  /// A named type: a struct, a class or an enum.
  public struct NamedType: Codable, Hashable, Sendable {
    /// The name in Swift, such as `Profile`; a second type of the same name is `Profile-2`.
    public var name: String
    /// The content.
    public var type: ValueType
    /// The description of the type, if it declares one.
    public var documentation: String?
  }

  /// The type of a value, as data.
  public struct ValueType: Codable, Hashable, Sendable {
    /// The kind of a type; later versions may have others.
    public struct Kind: RawRepresentable, Codable, Hashable, Sendable {
      /// The text in the descriptor.
      public var rawValue: String

      /// Creates a kind from its text.
      public init(rawValue: String) { self.rawValue = rawValue }

      /// A type with a CDDL name, ``ValueType/name``: of CDDL's prelude, or defined in ``HostCallDescriptor/cddl``.
      public static let builtIn = Kind(rawValue: "builtIn")
      /// The type in ``HostCallDescriptor/types`` whose name is ``ValueType/name``.
      public static let named = Kind(rawValue: "named")
      /// The type in ``ValueType/items``, or null.
      public static let nullable = Kind(rawValue: "nullable")
      /// An array, with the type of its elements in ``ValueType/items``.
      public static let array = Kind(rawValue: "array")
      /// An array with a type for each element, in ``ValueType/items``.
      public static let tuple = Kind(rawValue: "tuple")
      /// A tuple, followed by any number of elements of the last type in ``ValueType/items``.
      public static let sequence = Kind(rawValue: "sequence")
      /// A map with any text keys, with the type of its values in ``ValueType/items``.
      public static let dictionary = Kind(rawValue: "dictionary")
      /// A dictionary whose keys are integers, as text in decimal.
      public static let numberedDictionary = Kind(rawValue: "numberedDictionary")
      /// An array of alternating keys and values, whose types are the two in ``ValueType/items``.
      public static let pairs = Kind(rawValue: "pairs")
      /// A map with ``ValueType/fields``.
      public static let record = Kind(rawValue: "record")
      /// A map of one entry: the name of one of ``ValueType/cases``, and a map of its fields.
      public static let enumeration = Kind(rawValue: "enumeration")
      /// The raw value of one of ``ValueType/cases``, whose type is ``ValueType/name``: `tstr`, `int` or `float`.
      public static let rawEnumeration = Kind(rawValue: "rawEnumeration")
      /// One of the types in ``ValueType/items``.
      public static let choice = Kind(rawValue: "choice")
      /// ``ValueType/size`` raw bytes, with a number at the offset of each of ``ValueType/fields``.
      public static let raw = Kind(rawValue: "raw")
      /// A number in raw bytes, whose type in Swift is ``ValueType/name``, such as `UInt32`.
      public static let rawNumber = Kind(rawValue: "rawNumber")
      /// A type that states its CDDL, in ``ValueType/text``.
      public static let cddl = Kind(rawValue: "cddl")
      /// A type that could not be determined, for the reason in ``ValueType/text``; any value in CDDL.
      public static let unknown = Kind(rawValue: "unknown")
    }

    /// The kind, which determines the other properties that are present.
    public var kind: Kind
    /// A name.
    public var name: String?
    /// The types that it consists of.
    public var items: [ValueType]?
    /// The fields of a record or raw value.
    public var fields: [Field]?
    /// The cases of an enum.
    public var cases: [Case]?
    /// The size of a raw value in bytes.
    public var size: Int?
    /// The byte order of a raw value: `little` or `big`.
    public var byteOrder: String?
    /// CDDL, or a reason.
    public var text: String?

    init(_ kind: Kind, name: String? = nil, items: [ValueType]? = nil, fields: [Field]? = nil) {
      (self.kind, self.name, self.items, self.fields) = (kind, name, items, fields)
    }
  }

  /// A field of a record, an enum's case or a raw value.
  public struct Field: Codable, Hashable, Sendable {
    /// The key; of a raw value the path to the number, such as `position.x`, which is empty for a number by itself.
    public var key: String
    /// The integer of the key, if the type declares one; messages have the text.
    public var integer: Int?
    /// The type.
    public var type: ValueType
    /// Whether the field may be missing.
    public var isOptional: Bool
    /// The offset in a raw value, in bytes.
    public var offset: Int?
    /// The description of the field, if the type declares one.
    public var documentation: String?
  }

  /// A case of an enum.
  public struct Case: Codable, Hashable, Sendable {
    /// The name in Swift; `nil` if it is not known.
    public var name: String?
    /// The raw value: the content of text, or a number in decimal; `nil` for an enum without raw values.
    public var rawValue: String?
    /// The associated values; `nil` for an enum with raw values.
    public var fields: [Field]?
    /// The description of the case, if the type declares one.
    public var documentation: String?
  }
}
