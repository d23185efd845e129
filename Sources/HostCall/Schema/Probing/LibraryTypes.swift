internal import CBORCodec

/// Says which types of Foundation are not decoded from made-up values.
///
/// Whether an `init(from:)` traps can't be known without running it. An author can say so of a type
/// (``CDDLDescribed``); Foundation's types are fixed, and were tried. Those that throw for any input are in ``probed``,
/// together with the types that they consist of. All others are gaps. Where a valid message of one is known, it serves
/// as the example, so that the types which contain it are described.
///
/// `Tests/HostCallTests/Schema/LibraryTypesTests.swift` tries the list.
enum LibraryTypes {
  private static let modules: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking", "CoreFoundation",
    "CoreGraphics", "__C",
  ]

  /// By the outermost type that is not in an extension: `FormatStyle` for that of `Date` and of `Decimal`.
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

  /// Messages of values that are like no others: the empty one, as a rule.
  private static let messages: [String: String] = [
    "URLComponents": #"{"path": ""}"#,
    // Of no characters: a bitmap of one plane of Unicode.
    "CharacterSet": #"{"bitmap": h'\#(String(repeating: "00", count: 8192))'}"#,
  ]

  /// Whether a type is one of Foundation's.
  static func contains(_ type: Any.Type) -> Bool {
    TypeContext.name(of: type).map { modules.contains($0.module) } ?? false
  }

  /// Why `type` is not decoded from made-up values; nil if it is.
  ///
  /// - Parameter isInLibrary: Whether another type of Foundation's asks for it.
  static func refusal(of type: Any.Type, isInLibrary: Bool) -> String? {
    guard let name = TypeContext.name(of: type), modules.contains(name.module), !probed.contains(name.outermost),
      !isInLibrary || messages[name.full] != nil
    else { return nil }
    return "\(name.module).\(name.full) may trap on made-up values; a CDDLDescribed type can take its place"
  }

  /// An example of a type that is refused.
  static func example<Value: Decodable>(of type: Value.Type) -> Value? {
    guard let name = TypeContext.name(of: type), let message = messages[name.full] else { return nil }
    let bytes: [UInt8]? = (try? CBORValue(diagnostic: message)).flatMap { try? CBOREncoder().encode($0) }
    return bytes.flatMap { try? CBORDecoder().decode(type, from: $0) }
  }
}
