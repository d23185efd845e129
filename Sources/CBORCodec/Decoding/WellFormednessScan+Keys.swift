/// An array, map, tag or chunked string that is open while a message is scanned.
struct ScanFrame {
  let kind: Head.Kind
  /// The offset of the item's first byte.
  let start: Int
  /// The offset after its head.
  let content: Int
  /// A tag's number.
  let tag: UInt64
  /// How many items it holds, a pair counting two, or nothing if a break ends it.
  let items: Int?
  /// Whether it is a map's key, or a part of one, that may have a duplicate.
  let isInKey: Bool
  /// Whether it is a map that may have a key twice.
  let mayHaveDuplicates: Bool
  /// Where among the scan's keys a map's own begin.
  let firstKey: Int
  /// Its place in the table of extents.
  var extent: Int?
  /// The items in it that are complete.
  var count = 0
  /// The bytes in a string's chunks.
  var stringSize = 0
  /// What the fingerprints of the items in it give.
  private(set) var fingerprint: UInt64 = 0
  /// That of the key whose value comes next.
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

  /// Adds the fingerprint of the item that is complete, before it is counted.
  ///
  /// The order of elements matters, that of pairs does not.
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

/// A key of a map that is being scanned.
struct ScannedKey {
  let offset: Int
  let fingerprint: UInt64
}

// A key is compared by its deterministic encoding, and may be anything, maps of maps included. Its fingerprint is
// put together from those of its parts while the scan passes over them, in a way that all encodings of one
// key share: lengths enter when they are known, at the end. Only keys with equal fingerprints are written
// anew and compared.
extension WellFormednessScan {
  /// Up to this many keys are compared each with each, which needs no sorting.
  private static let fewKeys = 12

  /// From this many keys on, a map is looked at again each time that it has twice as many.
  ///
  /// So few bytes can't spell more keys that differ. A map that goes on with one short key again and again would take
  /// several times as much memory as any map that is valid.
  private static let manyKeys = 4096

  /// Keeps a key of the map whose keys are those from a place on.
  ///
  /// - Throws: `duplicateKey` if it is time to look, and two are the same.
  mutating func keep(_ key: ScannedKey, from first: Int) throws(CBORError) {
    keys.append(key)
    let count = keys.count &- first
    if count >= Self.manyKeys, count & (count &- 1) == 0 { try checkManyKeys(from: first) }
  }

  /// Throws if two of the keys from a place on are the same, and forgets them.
  ///
  /// - Throws: `duplicateKey` at the first key that stood there before.
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
    // One by one: to take away a range costs more than the few that there are.
    for _ in 0..<count { keys.removeLast() }
  }

  private mutating func checkManyKeys(from first: Int) throws(CBORError) {
    // In place: a slice would be a copy.
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

  /// The fingerprint of a container or chunked string in a key, now that it is complete.
  func fingerprint(of frame: ScanFrame) throws(CBORError) -> UInt64 {
    switch frame.kind {
    case .bytes, .text:
      let (content, _) = try input.stringContent(at: frame.start, head: input.head(at: frame.start))
      return KeyFingerprint.of(frame.kind, 0, content: fingerprint(of: content[...]))
    case .tag:
      if frame.tag == 2 || frame.tag == 3, let (content, _) = try input.bignumContent(at: frame.content) {
        return fingerprint(ofBignum: content, isNegative: frame.tag == 3)
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
