internal import HostBridgeCore

/// How the values of one type can cross.
final class PayloadType: Sendable {
  let isPlain: Bool
  /// The size of a plain value in bytes, and the offsets of its `Bool`s.
  let size: Int
  let bools: [Int]
  /// Why values can't cross raw; nil if they can.
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

  /// What the call states comes before what the bridge says, and that before what the type is.
  func encoding(stated format: WireFormat, bridge: WireFormat) -> PayloadEncoding {
    format.encoding ?? bridge.encoding ?? (isPlain ? .raw : .cbor)
  }
}
