#if GRPC
  internal import GRPCCore

  /// Messages that are bytes already.
  struct ByteMessage: MessageSerializer, MessageDeserializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) -> Bytes { Bytes(message) }

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) -> [UInt8] {
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
  }
#endif
