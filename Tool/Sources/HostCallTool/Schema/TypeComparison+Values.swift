// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCallGenerator

extension TypeComparison {
  /// Returns which version refuses values of the other, for types without common parts; `nil` if they are the same.
  func refusals(_ old: InterfaceType, _ new: InterfaceType) -> TypeChange.Refusals? {
    if old == new, !Self.isNamed(old) { return nil }
    if case .any(let before) = old, case .any(let after) = new, Self.isGap(before), Self.isGap(after) { return nil }
    var refusals: TypeChange.Refusals = []
    if !reads(old, in: self.old, new, in: self.new) { refusals.insert(.byOld) }
    if !reads(new, in: self.new, old, in: self.old) { refusals.insert(.byNew) }
    return refusals
  }

  static func isNamed(_ type: InterfaceType) -> Bool { if case .named = type { true } else { false } }

  /// Returns whether nothing is known of a type, as opposed to one that states its CDDL.
  private static func isGap(_ reason: String) -> Bool { !reason.hasPrefix("in CDDL: ") }

  /// Returns whether a receiver reads every value of a sender's type.
  private func reads(
    _ receiver: InterfaceType, in receiverTypes: InterfaceModel, _ sender: InterfaceType, in senderTypes: InterfaceModel
  ) -> Bool {
    switch (receiver, sender) {
    case (.any(Self.anyValue), _): true
    case (_, .named(let name)):
      // The raw values of an enumeration are read as text or numbers.
      if case .rawValues(let values)? = senderTypes.type(named: name)?.content {
        values.cases.allSatisfy { Self.reads(receiver, $0.rawValue, of: values.value) }
      } else {
        false
      }
    case (.float(let bits), .float(let sent)), (.signed(let bits), .signed(let sent)),
      (.unsigned(let bits), .unsigned(let sent)):
      bits >= sent
    case (.signed(let bits), .unsigned(let sent)): bits > sent
    // An integer is read where the number holds it exactly.
    case (.float(let bits), .signed(let sent)): sent - 1 <= Self.significandBits(bits)
    case (.float(let bits), .unsigned(let sent)): sent <= Self.significandBits(bits)
    default: receiver == sender
    }
  }

  private static func reads(_ type: InterfaceType, _ rawValue: String, of value: RawValueEnumeration.Value) -> Bool {
    switch (value, type) {
    case (.text, .text), (.float, .float(bits: 64)): true
    case (.integer, .signed(let bits)):
      Int128(rawValue).map { $0 >> (bits - 1) == 0 || $0 >> (bits - 1) == -1 } ?? false
    case (.integer, .unsigned(let bits)): Int128(rawValue).map { $0 >= 0 && $0 >> bits == 0 } ?? false
    case (.integer, .float(let bits)):
      Int128(rawValue).map { $0.magnitude <= 1 << significandBits(bits) } ?? false
    default: false
    }
  }

  /// The number of bits of the integers that a number in floating point holds exactly.
  private static func significandBits(_ bits: Int) -> Int { bits == 64 ? 53 : bits == 32 ? 24 : 11 }
}
