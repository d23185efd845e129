// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Finds the type whose `init(from:)` threw an error.
///
/// ``Traced`` decodes a value through a decoder that forwards every request and decodes nested values as `Traced`, so
/// the innermost one that throws is the cause.
///
/// Thread safety: guarded by its own lock.
final class DecodingTrace: Sendable {
  // Every string is a valid key.
  static let key = CodingUserInfoKey(rawValue: "hostcall.trace")!

  private struct Failure: Sendable {
    let description: String
    let path: [String]
    let unknownCase: UnknownCase?
  }

  private let failure = Guarded<Failure?>(nil)

  /// The unknown case that led to the last error.
  var unknownCase: UnknownCase? { failure.withLock { $0?.unknownCase } }

  /// Records an error that a type has thrown, unless a type inside of it threw the same error before.
  func record(_ error: any Error, _ unknownCase: () -> UnknownCase?) {
    guard let context = UnknownCase.context(of: error) else { return }
    let path = context.codingPath.map(\.stringValue)
    let isRecorded = failure.withLock { $0?.description == context.debugDescription && $0?.path == path }
    if isRecorded { return }
    let found = unknownCase()
    failure.withLock { $0 = Failure(description: context.debugDescription, path: path, unknownCase: found) }
  }
}

/// A value whose decoding is traced by the decoder's ``DecodingTrace``, if it has one.
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
