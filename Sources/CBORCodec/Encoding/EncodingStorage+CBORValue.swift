// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension EncodingStorage {
  /// Encodes a value with its tags and its order of pairs.
  ///
  /// Numbers and lengths have the preferred form (RFC 8949 §4.1), and floats the width that the options say.
  ///
  /// - Throws: `EncodingError.invalidValue` if the value is nested too deeply, or contains a simple value that has no
  ///   encoding or a map with a duplicate key.
  func encode(_ value: CBORValue) throws {
    let start = output.count
    try append(value, depth: depth)
    if value.mayHaveDuplicateKeys { try checkKeys(of: value, from: start) }
  }

  private func append(_ value: CBORValue, depth: Int) throws {
    try checkDepth(depth)
    switch value {
    case .unsigned(let number): output.append(unsigned: number)
    case .negative(let argument): output.append(negative: argument)
    case .bytes(let bytes): unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
    case .text(let text): output.append(text: text)
    case .array(let elements):
      output.append(arrayOf: elements.count)
      for element in elements { try append(element, depth: depth + 1) }
    case .map(let pairs):
      output.append(mapOf: pairs.count)
      for pair in pairs {
        try append(pair.key, depth: depth + 1)
        try append(pair.value, depth: depth + 1)
      }
    case .tagged(TagNumber.unsignedBignum, .bytes(let bytes)) where options.deterministic:
      append(bignum: bytes, isNegative: false)
    case .tagged(TagNumber.negativeBignum, .bytes(let bytes)) where options.deterministic:
      append(bignum: bytes, isNegative: true)
    case .tagged(let tag, let content):
      output.append(tag: tag)
      try append(content, depth: depth + 1)
    case .simple(let number):
      guard !(24...31).contains(number) else {
        throw error(
          "The simple values 24 to 31 have no encoding (RFC 8949 §3.3), and this is \(number).", value: value,
          path: codingPath(level: frames.count))
      }
      output.append(simple: number)
    case .float(let number): append(double: number)
    }
  }

  /// Appends a bignum in its deterministic form (RFC 8949 §3.4.3): without leading zeros, and as an integer if 64 bits
  /// are enough.
  private func append(bignum bytes: [UInt8], isNegative: Bool) {
    let content = bytes.drop { $0 == 0 }
    if content.count <= 8 {
      append(argument: UInt128(networkOrder: content) ?? 0, isNegative: isNegative)
    } else {
      output.append(tag: TagNumber.bignum(isNegative: isNegative))
      unsafe content.withUnsafeBytes { unsafe output.append(bytes: $0) }
    }
  }

  /// Checks for duplicate keys with the decoder's scan, so that encoder and decoder agree on which keys are equal.
  private func checkKeys(of value: CBORValue, from start: Int) throws {
    do throws(CBORError) {
      try unsafe output.withBytes { (bytes) throws(CBORError) in
        var scan = unsafe WellFormednessScan(
          InputBuffer(UnsafeRawBufferPointer(rebasing: bytes[start...])), limits: .none)
        try scan.run()
      }
    } catch {
      throw self.error(
        "A map has the same key twice: \(error.message), as encoded.", value: value,
        path: codingPath(level: frames.count))
    }
  }
}

extension CBORValue {
  /// A Boolean value that indicates whether the value contains a map with two or more pairs.
  fileprivate var mayHaveDuplicateKeys: Bool {
    switch self {
    case .array(let elements): elements.contains(where: \.mayHaveDuplicateKeys)
    case .map(let pairs):
      pairs.count > 1 || pairs.contains { $0.key.mayHaveDuplicateKeys || $0.value.mayHaveDuplicateKeys }
    case .tagged(_, let content): content.mayHaveDuplicateKeys
    default: false
    }
  }
}
