// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The encodings that a type of payload permits, computed once per type.
///
/// Thread safety: immutable.
final class PayloadType: Sendable {
  let isPlain: Bool
  /// The size of a plain value in bytes.
  let size: Int
  /// The offsets of a plain value's `Bool`s.
  let bools: [Int]
  /// The reason why values cannot be encoded as raw bytes; `nil` if they can.
  let refusal: PlainDataError?

  private static let known = AddressMap<PayloadType>(bits: 7)

  static func of(_ type: Any.Type) -> PayloadType {
    known.value(of: type) { PayloadType(type) }
  }

  private init(_ type: Any.Type) {
    isPlain = type is any PlainData.Type
    do throws(PlainDataError) {
      let layout = try PlainLayout.of(type)
      (size, bools, refusal) = (layout.size, layout.bools, nil)
    } catch {
      (size, bools, refusal) = (0, [], error)
    }
  }

  /// Returns the encoding: that of the call's own format, otherwise that of the bridge's format, otherwise raw for a
  /// plain type and CBOR for any other.
  func encoding(stated format: WireFormat, bridge: WireFormat) -> PayloadEncoding {
    format.encoding ?? bridge.encoding ?? (isPlain ? .raw : .cbor)
  }
}
