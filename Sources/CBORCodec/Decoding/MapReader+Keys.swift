// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension MapReader {
  /// Returns the text and integer keys in the message's order, with their offsets.
  func allKeys() -> [(name: PairName, offset: Int)] {
    var keys: [(PairName, Int)] = []
    try? message.scan()
    try? forEachPair { head, offset, _ in
      switch head.kind {
      case .text: keys.append((.text(try message.keyText(at: offset, head: head)), offset))
      case .unsigned, .negative: if let number = head.integer { keys.append((.integer(number), offset)) }
      default: break
      }
    }
    return keys
  }
}
