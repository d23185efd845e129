internal import HostBridgeCore

/// Finds the type that refused a message.
///
/// A value that is decoded as `Traced` decodes itself from a decoder that hands everything on, but has what is asked
/// for decoded as `Traced` too. So the innermost of them that throws is the one that refused.
final class DecodingTrace: Sendable {
  // A key that is made of a text is there.
  static let key = CodingUserInfoKey(rawValue: "hostcall.trace")!

  private struct Refusal: Sendable {
    let description: String
    let path: [String]
    let unknownCase: UnknownCase?
  }

  private let refusal = Guarded<Refusal?>(nil)

  /// The unknown case that led to the last error.
  var unknownCase: UnknownCase? { refusal.withLock { $0?.unknownCase } }

  /// Notes that a type has thrown an error, unless that came from a type in it.
  func record(_ error: any Error, _ unknownCase: () -> UnknownCase?) {
    guard let context = UnknownCase.context(of: error) else { return }
    let path = context.codingPath.map(\.stringValue)
    let isRecorded = refusal.withLock { $0?.description == context.debugDescription && $0?.path == path }
    if isRecorded { return }
    let found = unknownCase()
    refusal.withLock { $0 = Refusal(description: context.debugDescription, path: path, unknownCase: found) }
  }
}

/// A value whose decoding is traced.
struct Traced<Value: Decodable>: Decodable {
  let value: Value

  init(from decoder: any Decoder) throws {
    guard let trace = decoder.userInfo[DecodingTrace.key] as? DecodingTrace else {
      value = try Value(from: decoder)
      return
    }
    let tracing = TracingDecoder(decoder)
    do {
      value = try Value(from: tracing)
    } catch {
      trace.record(error) {
        if let type = Value.self as? any RawRepresentable.Type, let found = UnknownCase.rawValue(of: type, in: decoder)
        {
          return found
        }
        return tracing.keys.type.flatMap { UnknownCase.key($0, of: Value.self, in: decoder) }
      }
      throw error
    }
  }
}
