// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec

/// Messages that differ from a well-formed one in a place or two.
struct MessageMutations {
  var random: SplitMix
  let message: [UInt8]

  /// Returns a message that is changed at random: in its bytes, or in its structure.
  mutating func next() -> [UInt8] {
    if Bool.random(using: &random), let value = try? CBORDecoder().decode(CBORValue.self, from: message) {
      return (try? CBOREncoder().encode(changed(value))) ?? message
    }
    var bytes = message
    for _ in 0..<Int.random(in: 1...2, using: &random) where !bytes.isEmpty {
      let place = bytes.indices.randomElement(using: &random)!
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = .random(in: .min ... .max, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(bytes.randomElement(using: &random)!, at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  private mutating func changed(_ value: CBORValue) -> CBORValue {
    switch value {
    case .map(var pairs):
      guard let place = pairs.indices.randomElement(using: &random) else { return .map([pair("extra", .integer(1))]) }
      switch Int.random(in: 0..<8, using: &random) {
      case 0: pairs.remove(at: place)
      case 1: pairs.shuffle(using: &random)
      case 2: pairs[place] = .init(key: pairs[place].key, value: .null)
      case 3: pairs.append(pair("extra", pairs[place].value))
      case 4: pairs.append(pairs[place])
      case 5: return .tagged(7, .map(pairs))
      default: pairs[place] = .init(key: pairs[place].key, value: changed(pairs[place].value))
      }
      return .map(pairs)
    case .array(var elements):
      guard let place = elements.indices.randomElement(using: &random) else { return .array([.null]) }
      elements[place] = changed(elements[place])
      return .array(elements)
    default:
      let others: [CBORValue] = [.null, .integer(0), .integer(-1), .text("a"), .map([]), .array([]), .float(1.5)]
      return others.randomElement(using: &random)!
    }
  }

  private func pair(_ key: String, _ value: CBORValue) -> CBORValue.Pair { .init(key: .text(key), value: value) }
}
