// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An open array, map, tag or chunked string in the scan.
struct ScanFrame {
  let kind: Head.Kind
  /// The offset of the item's first byte.
  let start: Int
  /// The offset after the item's head.
  let content: Int
  /// The number of a tag.
  let tag: UInt64
  /// The number of items in the container, where a pair counts as two; `nil` if the length is indefinite.
  let items: Int?
  /// A Boolean value that indicates whether the item is, or is part of, a map key that may have a duplicate.
  let isInKey: Bool
  /// A Boolean value that indicates whether the item is a map that may contain a duplicate key.
  let mayHaveDuplicates: Bool
  /// The index of the map's first key in the scan's keys.
  let firstKey: Int
  /// The index of the item in the table of extents.
  var extent: Int?
  /// The number of complete items in the container.
  var count = 0
  /// The number of bytes in a string's chunks so far.
  var stringSize = 0
  /// The combined fingerprint of the complete items.
  private(set) var fingerprint: UInt64 = 0
  /// The fingerprint of the key whose value comes next.
  private var keyFingerprint: UInt64 = 0

  init(head: Head, start: Int, items: Int?, isInKey: Bool, firstKey: Int) {
    kind = head.kind
    self.start = start
    content = head.end
    tag = head.argument
    self.items = items
    self.isInKey = isInKey
    mayHaveDuplicates = head.kind == .map && items != 2
    self.firstKey = firstKey
  }

  /// Adds the fingerprint of a complete item, before the item is counted.
  ///
  /// The result depends on the order of elements, but not on the order of pairs.
  mutating func add(_ item: UInt64) {
    if kind != .map {
      fingerprint = KeyFingerprint.mix(fingerprint, item)
    } else if count.isMultiple(of: 2) {
      keyFingerprint = item
    } else {
      fingerprint &+= KeyFingerprint.mix(keyFingerprint, item)
    }
  }

  var isChunked: Bool { kind == .bytes || kind == .text }
}

/// A key of a map in the scan.
struct ScannedKey {
  let offset: Int
  let fingerprint: UInt64
}

// Keys are compared by their deterministic encodings, and may be any items, including nested maps. The scan combines a
// key's fingerprint from those of its parts, in a way that is the same for all encodings of the key: it adds lengths at
// the end, when they are known. Only keys with equal fingerprints are re-encoded and compared.
extension WellFormednessScan {
  /// The number of keys up to which each is compared with each other, which needs no sorting.
  private static let fewKeys = 12

  /// The number of keys from which the scan checks a map each time that its number of keys has doubled.
  ///
  /// Otherwise, a map that repeats one short key could take several times as much memory as any valid map, since so few
  /// bytes cannot encode as many different keys.
  private static let manyKeys = 4096

  /// Records a key of the map whose first key is at index `first`.
  ///
  /// - Throws: `duplicateKey` if a check is due and finds a duplicate.
  mutating func keep(_ key: ScannedKey, from first: Int) throws(CBORError) {
    keys.append(key)
    let count = keys.count &- first
    if count >= Self.manyKeys, count & (count &- 1) == 0 { try checkManyKeys(from: first) }
  }

  /// Checks the keys from index `first` on for duplicates, and removes them.
  ///
  /// - Throws: `duplicateKey` at the first key that equals an earlier one.
  mutating func checkKeys(from first: Int) throws(CBORError) {
    let count = keys.count - first
    if count > Self.fewKeys {
      try checkManyKeys(from: first)
    } else if count > 1 {
      for later in first + 1..<keys.count {
        for earlier in first..<later where try isSame(keys[earlier], keys[later]) {
          throw duplicateError(keys[later], of: keys[earlier])
        }
      }
    }
    // Removing them one by one is faster than removing a range, since there are usually few.
    for _ in 0..<count { keys.removeLast() }
  }

  private mutating func checkManyKeys(from first: Int) throws(CBORError) {
    // Sorts in place, since a slice would be a copy.
    unsafe keys.withUnsafeMutableBufferPointer { keys in
      var keys = unsafe UnsafeMutableBufferPointer(rebasing: keys[first...])
      unsafe keys.sort { ($0.fingerprint, $0.offset) < ($1.fingerprint, $1.offset) }
    }
    var duplicate: (later: ScannedKey, earlier: ScannedKey)?
    for place in first + 1..<keys.count where try isSame(keys[place - 1], keys[place]) {
      if duplicate.map({ keys[place].offset < $0.later.offset }) ?? true {
        duplicate = (keys[place], keys[place - 1])
      }
    }
    if let duplicate { throw duplicateError(duplicate.later, of: duplicate.earlier) }
  }

  private func isSame(_ left: ScannedKey, _ right: ScannedKey) throws(CBORError) -> Bool {
    guard left.fingerprint == right.fingerprint else { return false }
    return try DeterministicEncoding.bytes(of: input, at: left.offset)
      == DeterministicEncoding.bytes(of: input, at: right.offset)
  }

  private func duplicateError(_ key: ScannedKey, of earlier: ScannedKey) -> CBORError {
    CBORError(
      code: .duplicateKey, offset: key.offset,
      message: "the map has this key already, at byte \(earlier.offset)")
  }

  /// Returns the fingerprint of a complete container or chunked string in a key.
  func fingerprint(of frame: ScanFrame) throws(CBORError) -> UInt64 {
    switch frame.kind {
    case .bytes, .text:
      let (content, _) = try input.stringContent(at: frame.start, head: input.head(at: frame.start))
      return KeyFingerprint.of(frame.kind, 0, content: fingerprint(of: content[...]))
    case .tag:
      if TagNumber.isBignum(frame.tag), let (content, _) = try input.bignumContent(at: frame.content) {
        return fingerprint(ofBignum: content, isNegative: frame.tag == TagNumber.negativeBignum)
      }
      return KeyFingerprint.of(.tag, frame.tag, content: frame.fingerprint)
    default:
      return KeyFingerprint.of(frame.kind, UInt64(frame.count), content: frame.fingerprint)
    }
  }

  private func fingerprint(ofBignum content: ArraySlice<UInt8>, isNegative: Bool) -> UInt64 {
    guard content.count <= 8 else {
      return KeyFingerprint.of(.tag, isNegative ? 3 : 2, content: fingerprint(of: content))
    }
    return KeyFingerprint.of(isNegative ? .negative : .unsigned, content.reduce(0) { $0 << 8 | UInt64($1) })
  }

  private func fingerprint(of content: ArraySlice<UInt8>) -> UInt64 {
    unsafe content.withUnsafeBytes { bytes in
      unsafe InputBuffer(bytes).fingerprint(of: 0..<bytes.count)
    }
  }
}
