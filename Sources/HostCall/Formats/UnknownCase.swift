internal import CBORCodec
internal import HostBridgeCore

/// A case in a message that the enum does not have: one of a later version, or a wrong one.
///
/// What Swift says of it is "Cannot initialize Color from invalid String value purple" or "Invalid number of keys
/// found, expected one"; what can be done about it depends on which cases there are. So the message is decoded once
/// more, by types that note which one refused (``DecodingTrace``).
struct UnknownCase {
  /// The most bytes of a message that is decoded again, so that a sender can't cause work with a large one.
  private static let mostBytes = 1 << 16
  /// The most cases that are listed.
  private static let mostCases = 32

  let type: Any.Type
  /// The one that the message has, as it is in it.
  let found: String
  /// Those that the enum has.
  let known: [String]

  var text: String {
    let listed = known.prefix(Self.mostCases).joined(separator: ", ")
    let rest = known.count > Self.mostCases ? " and \(known.count - Self.mostCases) more" : ""
    return "\(TypeName.of(type)) has no case \(found), but \(known.isEmpty ? "none" : listed)\(rest)"
  }

  /// An error of decoding, in which an unknown case is named, and those that are known.
  static func explained<Value: Decodable>(
    _ error: any Error, decoding type: Value.Type, from bytes: RawSpan, with decoder: CBORDecoder
  ) -> any Error {
    guard bytes.byteCount <= mostBytes, let context = context(of: error) else { return error }
    let trace = DecodingTrace()
    var decoder = decoder
    decoder.userInfo[DecodingTrace.key] = trace
    do {
      _ = try unsafe bytes.withUnsafeBytes { unsafe try decoder.decode(Traced<Value>.self, from: $0) }
    } catch let again {
      // It has to be the same error: wherever types decode otherwise when they are looked at, nothing is said.
      if let other = Self.context(of: again), isSame(context, other), let found = trace.unknownCase {
        return DecodingError.dataCorrupted(
          .init(
            codingPath: context.codingPath, debugDescription: found.text, underlyingError: context.underlyingError))
      }
    }
    return error
  }

  /// The context of an error that an unknown case may have led to.
  static func context(of error: any Error) -> DecodingError.Context? {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context): context
    default: nil
    }
  }

  static func isSame(_ one: DecodingError.Context, _ other: DecodingError.Context) -> Bool {
    one.debugDescription == other.debugDescription
      && one.codingPath.map(\.stringValue) == other.codingPath.map(\.stringValue)
  }

  /// What an enum with raw values was to be made of.
  static func rawValue<Value: RawRepresentable>(of type: Value.Type, in decoder: any Decoder) -> UnknownCase? {
    guard let cases = EnumCases.all(of: type), let raw = Value.RawValue.self as? any Decodable.Type,
      let found = try? decoder.singleValueContainer().decode(raw)
    else { return nil }
    let (literal, known) = (CDDLText.literal(ofValue: found), cases.map { CDDLText.literal(ofValue: $0.rawValue) })
    return known.contains(literal) ? nil : UnknownCase(type: type, found: literal, known: known)
  }

  /// The key of a map that an enum's value was to be made of.
  static func key<Key: CodingKey>(_ keys: Key.Type, of type: Any.Type, in decoder: any Decoder) -> UnknownCase? {
    guard EnumCases.isEnum(type), let cases = EnumCases.all(of: keys),
      let found = try? decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    else { return nil }
    let known = cases.map(\.stringValue)
    return found.first { !known.contains($0) }.map {
      UnknownCase(type: type, found: CDDLText.literal($0), known: known.map { CDDLText.literal($0) })
    }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
