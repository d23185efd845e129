internal import HostBridgeCore
internal import Synchronization

/// What is known of types, for good: found without a lock, and never forgotten.
///
/// A table of pairs of words, probed from the hash of the type. Readers see a key only after its value. Whoever adds
/// one holds the lock; a table that is half full is replaced by one of twice its size, and kept, since somebody may be
/// reading it: all that were ever replaced are together as large as the newest.
// Tables are atomic, and writers hold the lock.
@safe final class TypeMap<Value: AnyObject & Sendable>: @unchecked Sendable {
  private struct Entry: ~Copyable {
    let type = Atomic<UInt>(0)
    let value = Atomic<UInt>(0)
  }

  @safe private struct Table: ~Copyable {
    let bits: UInt64
    let entries: UnsafeMutablePointer<Entry>
    /// The table that this one replaced, or 0: kept for good, and known to be.
    let replaced: UInt

    init(bits: UInt64, replacing replaced: UInt = 0) {
      self.bits = bits
      self.replaced = replaced
      unsafe entries = .allocate(capacity: 1 << Int(bits))
      for index in 0..<(1 << Int(bits)) { unsafe (entries + index).initialize(to: Entry()) }
    }
  }

  private let current: Atomic<UInt>
  private let count = Guarded(0)

  init() {
    current = Atomic(Self.address(of: Table(bits: 7)))
  }

  /// What was found out about `type`; `find` is asked if that was not done before.
  ///
  /// It runs outside the lock, so two threads may both run it at first; one result stands.
  func value(for type: ObjectIdentifier, _ find: () -> Value) -> Value {
    lookUp(type) ?? add(type, find())
  }

  private func lookUp(_ type: ObjectIdentifier) -> Value? {
    let bits = unsafe Self.search(table(current.load(ordering: .acquiring)), UInt(bitPattern: type))
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: bits) else { return nil }
    return unsafe Unmanaged<Value>.fromOpaque(pointer).takeUnretainedValue()
  }

  private func add(_ type: ObjectIdentifier, _ value: Value) -> Value {
    // Held for ever by the table.
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(value).toOpaque())
    let isFirst = count.withLock { count in
      let old = unsafe table(current.load(ordering: .relaxed))
      if unsafe Self.search(old, UInt(bitPattern: type)) != 0 { return false }
      count += 1
      if unsafe count * 2 <= 1 << Int(old.pointee.bits) {
        unsafe Self.insert(old, UInt(bitPattern: type), bits)
      } else {
        let new = unsafe table(Self.address(of: Table(bits: old.pointee.bits + 1, replacing: UInt(bitPattern: old))))
        for index in 0..<(1 << Int(unsafe old.pointee.bits)) {
          let key = unsafe old.pointee.entries[index].type.load(ordering: .relaxed)
          if key != 0 { unsafe Self.insert(new, key, old.pointee.entries[index].value.load(ordering: .relaxed)) }
        }
        unsafe Self.insert(new, UInt(bitPattern: type), bits)
        current.store(UInt(bitPattern: new), ordering: .releasing)
      }
      return true
    }
    if isFirst { return value }
    unsafe Unmanaged<Value>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    return lookUp(type) ?? value
  }

  private func table(_ address: UInt) -> UnsafeMutablePointer<Table> {
    // Made by `address(of:)`, so not 0.
    unsafe UnsafeMutablePointer(bitPattern: address)!
  }

  private static func address(of table: consuming Table) -> UInt {
    let pointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    unsafe pointer.initialize(to: table)
    return UInt(bitPattern: pointer)
  }

  private static func start(_ type: UInt, _ bits: UInt64) -> Int {
    Int((UInt64(type) &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
  }

  private static func search(_ table: UnsafeMutablePointer<Table>, _ type: UInt) -> UInt {
    let mask = unsafe (1 << Int(table.pointee.bits)) - 1
    var index = unsafe start(type, table.pointee.bits)
    while true {
      let key = unsafe table.pointee.entries[index].type.load(ordering: .acquiring)
      if key == type { return unsafe table.pointee.entries[index].value.load(ordering: .relaxed) }
      if key == 0 { return 0 }
      index = (index + 1) & mask
    }
  }

  private static func insert(_ table: UnsafeMutablePointer<Table>, _ type: UInt, _ value: UInt) {
    let mask = unsafe (1 << Int(table.pointee.bits)) - 1
    var index = unsafe start(type, table.pointee.bits)
    while unsafe table.pointee.entries[index].type.load(ordering: .relaxed) != 0 { index = (index + 1) & mask }
    unsafe table.pointee.entries[index].value.store(value, ordering: .relaxed)
    unsafe table.pointee.entries[index].type.store(type, ordering: .releasing)
  }
}
