// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension EncodingStorage {
  /// Encodes a value as the item of the top frame, through its ``CBOREncodable`` conformance.
  func encode<Value, Direct: CBOREncodable>(_ value: Value, as type: Direct.Type) throws {
    open(.direct)
    var taken = OutputBuffer.empty
    swap(&taken, &output)
    var writer = CBORWriter(taken, of: self)
    defer { swap(&writer.output, &output) }
    let value = known(value, as: type)
    let mark = writer.mark
    try value.encode(to: &writer)
    if writer.pending != 0 || writer.isTagEmpty { throw writer.wrongCount(of: value, since: mark) }
  }
}
