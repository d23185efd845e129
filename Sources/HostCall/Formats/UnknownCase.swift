// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// An enum case in a message that the receiver's enum lacks, usually one of a later version.
///
/// Swift's own error is "Cannot initialize Color from invalid String value purple" or "Invalid number of keys found,
/// expected one", which does not name the known cases. To name them, the message is decoded again, by types that record
/// which of them threw (``DecodingTrace``).
struct UnknownCase {
  /// The maximum size in bytes of a message that is decoded again, which limits the work that a sender can cause.
  private static let maximumSize = 1 << 16
  /// The maximum number of known cases in a description.
  private static let maximumCaseCount = 32

  let type: Any.Type
  /// The case in the message, as a CDDL literal.
  let found: String
  /// The cases of the enum, as CDDL literals.
  let known: [String]

  /// A description of the case and the known ones.
  var text: String {
    let listed = known.prefix(Self.maximumCaseCount).joined(separator: ", ")
    let rest = known.count > Self.maximumCaseCount ? " and \(known.count - Self.maximumCaseCount) more" : ""
    return "\(TypeName.of(type)) has no case \(found), but \(known.isEmpty ? "none" : listed)\(rest)"
  }

  /// Returns a decoding error, with a description of the unknown case and the known ones if that is the cause.
  static func explained<Value: Decodable>(
    _ error: any Error, decoding type: Value.Type, from bytes: RawSpan, with decoder: CBORDecoder
  ) -> any Error {
    guard bytes.byteCount <= maximumSize, let context = context(of: error) else { return error }
    let trace = DecodingTrace()
    var decoder = decoder
    decoder.userInfo[DecodingTrace.key] = trace
    do {
      _ = try unsafe bytes.withUnsafeBytes { unsafe try decoder.decode(Traced<Value>.self, from: $0) }
    } catch let again {
      // Only the same error is explained: some types decode differently the second time.
      if let other = Self.context(of: again), isSame(context, other), let found = trace.unknownCase {
        return DecodingError.dataCorrupted(
          .init(
            codingPath: context.codingPath, debugDescription: found.text, underlyingError: context.underlyingError))
      }
    }
    return error
  }

  /// Returns the context of an error that an unknown case may have caused; `nil` for any other error.
  static func context(of error: any Error) -> DecodingError.Context? {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context): context
    default: nil
    }
  }

  /// Returns whether two contexts have the same description and path.
  static func isSame(_ one: DecodingError.Context, _ other: DecodingError.Context) -> Bool {
    one.debugDescription == other.debugDescription
      && one.codingPath.map(\.stringValue) == other.codingPath.map(\.stringValue)
  }

  /// Returns the unknown raw value in a message; `nil` if the enum has that value.
  static func rawValue<Value: RawRepresentable>(of type: Value.Type, in decoder: any Decoder) -> UnknownCase? {
    guard let cases = EnumCases.all(of: type), let raw = Value.RawValue.self as? any Decodable.Type,
      let found = try? decoder.singleValueContainer().decode(raw)
    else { return nil }
    let (literal, known) = (CDDLText.literal(ofValue: found), cases.map { CDDLText.literal(ofValue: $0.rawValue) })
    return known.contains(literal) ? nil : UnknownCase(type: type, found: literal, known: known)
  }

  /// Returns the unknown key of an enum with payloads in a message; `nil` if the enum has all keys.
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
