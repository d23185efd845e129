/// The fingerprint of an outline: a sum of the hashes of its lines, so that one can tell from two of them not only that
/// they differ, but, by trying, in which line; see ``FingerprintSearch``.
///
///     bit 63      59 58       54 53      49 48                 0
///        │ request  │ response  │ failure │ all lines          │
///
/// Each of the four is a sum of its own, without carrying into the next. It tells mistakes apart, and is not made to
/// resist who wants two outlines to have the same.
struct SchemaFingerprint: Hashable {
  /// The sum of the hashes of all lines, in 49 bits.
  private var total: UInt64 = 0
  /// The sums of five bits of the hashes of each part's lines.
  private var checks: SIMD3<UInt8> = .zero

  private static let totalBits: UInt64 = 49
  private static let checkBits: UInt64 = 5

  private init() {}

  /// That of a fingerprint as it crosses the C interface.
  init(rawValue: UInt64) {
    total = rawValue & (1 << Self.totalBits - 1)
    for index in 0..<3 { checks[index] = UInt8(rawValue >> Self.shift(index) & (1 << Self.checkBits - 1)) }
  }

  /// The fingerprint of some lines.
  init(of lines: [SchemaOutline.Line]) {
    for line in lines { self += SchemaFingerprint(line) }
  }

  /// The share of one line: the FNV-1a hash of its text, mixed so that sums of such hashes are as good as they.
  init(_ line: SchemaOutline.Line) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in line.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    total = hash & (1 << Self.totalBits - 1)
    if let part = line.part { checks[Self.index(of: part)] = UInt8(hash >> Self.totalBits & (1 << Self.checkBits - 1)) }
  }

  /// As it crosses the C interface: never 0, which stands for none.
  var rawValue: UInt64 {
    let bits = (0..<3).reduce(total) { $0 | UInt64(checks[$1]) << Self.shift($1) }
    return bits == 0 ? 1 : bits
  }

  /// The parts that differ for certain.
  ///
  /// One that is missing here is most likely the same: one in 32 looks so that is not.
  func parts(differingFrom other: SchemaFingerprint) -> [SchemaOutline.Part] {
    SchemaOutline.Part.allCases.filter { checks[Self.index(of: $0)] != other.checks[Self.index(of: $0)] }
  }

  static func += (sum: inout SchemaFingerprint, other: SchemaFingerprint) {
    sum.total = (sum.total &+ other.total) & (1 << totalBits - 1)
    sum.checks = (sum.checks &+ other.checks) & SIMD3(repeating: 1 << UInt8(checkBits) - 1)
  }

  static func -= (sum: inout SchemaFingerprint, other: SchemaFingerprint) {
    sum.total = (sum.total &- other.total) & (1 << totalBits - 1)
    sum.checks = (sum.checks &- other.checks) & SIMD3(repeating: 1 << UInt8(checkBits) - 1)
  }

  static func - (left: SchemaFingerprint, right: SchemaFingerprint) -> SchemaFingerprint {
    var difference = left
    difference -= right
    return difference
  }

  private static func index(of part: SchemaOutline.Part) -> Int {
    switch part {
    case .request: 0
    case .response: 1
    case .failure: 2
    }
  }

  private static func shift(_ index: Int) -> UInt64 { 59 - checkBits * UInt64(index) }
}
