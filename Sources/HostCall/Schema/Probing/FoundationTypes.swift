// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// Lists the Foundation types that must not be decoded from made-up values.
///
/// Whether an `init(from:)` traps cannot be known without running it. Authors can avoid that with ``CDDLDescribed``;
/// Foundation's types are fixed and were tried. Those that throw on any invalid input are listed in ``probed``, with
/// the types that they consist of; all others are gaps. If a valid message is known, it serves as the example, so that
/// types which contain such a type can be described.
///
/// `Tests/HostCallTests/Schema/Probing/FoundationTypesTests.swift` checks the list.
enum FoundationTypes {
  private static let modules: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking", "CoreFoundation",
    "CoreGraphics", "__C",
  ]

  /// By the outermost type outside of extensions: `FormatStyle` for those of `Date` and of `Decimal`.
  private static let probed: Set<String> = [
    "AffineTransform", "AttributedStyle", "ByteCountFormatStyle", "CGAffineTransform", "CGFloat", "CGPoint", "CGRect",
    "CGSize", "CGVector", "Calendar", "CodingValue", "ComponentsFormatStyle", "Currency",
    "CurrencyFormatStyleConfiguration", "Date", "DateComponents", "DateInterval", "Decimal", "FloatingPointFormatStyle",
    "FormatStyle", "FormatStyleCapitalizationContext", "ISO8601FormatStyle", "IndexPath", "IndexSet", "InflectionRule",
    "IntegerFormatStyle", "IntervalFormatStyle", "ListFormatStyle", "Locale", "Measurement", "Morphology", "NSRange",
    "NumberFormatStyleConfiguration", "ParseStrategy", "Percent", "PersonNameComponents", "RelativeFormatStyle",
    "SortDescriptor", "SortOrder", "StandardComparator", "TimeFormatStyle", "TimeZone", "URL", "UnitsFormatStyle",
    "VerbatimFormatStyle", "_NSRange",
  ]

  /// Messages that decode as types which are not probed, usually of the empty value.
  private static let messages: [String: String] = [
    "URLComponents": #"{"path": ""}"#,
    // No characters: the bitmap of one Unicode plane.
    "CharacterSet": #"{"bitmap": h'\#(String(repeating: "00", count: 8192))'}"#,
  ]

  /// Returns whether a type is Foundation's.
  static func contains(_ type: Any.Type) -> Bool {
    TypeContext.name(of: type).map { modules.contains($0.module) } ?? false
  }

  /// Returns why `type` is not decoded from made-up values; `nil` if it is.
  ///
  /// - Parameter isInFoundationType: Whether another Foundation type requests it.
  static func refusal(of type: Any.Type, isInFoundationType: Bool) -> String? {
    guard let name = TypeContext.name(of: type), modules.contains(name.module), !probed.contains(name.outermost),
      !isInFoundationType || messages[name.full] != nil
    else { return nil }
    return "\(name.module).\(name.full) may trap on made-up values; a CDDLDescribed type can take its place"
  }

  /// Returns an example of a type that is not probed.
  static func example<Value: Decodable>(of type: Value.Type) -> Value? {
    guard let name = TypeContext.name(of: type), let message = messages[name.full] else { return nil }
    let bytes: [UInt8]? = (try? CBORValue(diagnostic: message)).flatMap { try? CBOREncoder().encode($0) }
    return bytes.flatMap { try? CBORDecoder().decode(type, from: $0) }
  }
}
