// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A map from nonzero integers, such as the addresses of types, to objects: read without a lock, and never shrunk.
///
/// An open-addressing hash table with linear probing. Readers see a key only after its value. Writers hold a lock. A
/// table that is more than half full is replaced by one of twice its size; replaced tables stay allocated, since
/// readers may still use them, and together are smaller than the newest.
///
/// Thread safety: safe from any thread.
@safe package final class AddressMap<Value: AnyObject & Sendable>: @unchecked Sendable {  // atomics and a lock
  private struct Entry: ~Copyable {
    let key = Atomic<UInt>(0)
    let value = Atomic<UInt>(0)
  }

  @safe private struct Table: ~Copyable {
    let bits: UInt64
    let entries: UnsafeMutablePointer<Entry>
    /// The address of the table that this one replaced, or 0.
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

  /// Creates a map.
  ///
  /// - Parameter bits: The base-2 logarithm of the first table's size, at least 1.
  package init(bits: UInt64) {
    current = Atomic(Self.address(of: Table(bits: bits)))
  }

  deinit {
    var address = current.load(ordering: .relaxed)
    var isNewest = true
    while address != 0 {
      let table = unsafe self.table(address)
      address = unsafe table.pointee.replaced
      unsafe free(table, releasesValues: isNewest)
      isNewest = false
    }
  }

  private func free(_ table: UnsafeMutablePointer<Table>, releasesValues: Bool) {
    let size = unsafe 1 << Int(table.pointee.bits)
    for index in 0..<size where releasesValues {
      if let value = unsafe Self.value(table.pointee.entries[index].value.load(ordering: .relaxed)) {
        unsafe value.release()
      }
    }
    unsafe table.pointee.entries.deallocate()
    unsafe table.deinitialize(count: 1)
    unsafe table.deallocate()
  }

  /// Returns the object of `key`, which must not be 0; `nil` if there is none.
  @inline(__always)
  package func find(_ key: UInt) -> Value? {
    let bits = unsafe Self.search(table(current.load(ordering: .acquiring)), key)
    return unsafe Self.value(bits)?.takeUnretainedValue()
  }

  /// Calls `body` with the object of `key`, if there is one, without retaining it.
  @inline(__always)
  package func with(_ key: UInt, _ body: (Value) -> Void) {
    let bits = unsafe Self.search(table(current.load(ordering: .acquiring)), key)
    if let value = unsafe Self.value(bits) { unsafe value._withUnsafeGuaranteedRef { body($0) } }
  }

  /// Returns the object of a type, adding what `create` returns if there is none yet.
  ///
  /// - Parameter create: Creates the object; may run on several threads at once, of which one adds its result.
  package func value(of type: Any.Type, orAdd create: () -> Value) -> Value {
    let address = UInt(bitPattern: ObjectIdentifier(type))
    return find(address) ?? add(address, create())
  }

  /// Adds `value` for `key`.
  ///
  /// - Returns: The object of `key`: `value`, or the one that another thread has added first.
  package func add(_ key: UInt, _ value: Value) -> Value {
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(value).toOpaque())
    let isFirst = count.withLock { count in
      let old = unsafe table(current.load(ordering: .relaxed))
      if unsafe Self.search(old, key) != 0 { return false }
      count += 1
      if unsafe count * 2 <= 1 << Int(old.pointee.bits) {
        unsafe Self.insert(bits, for: key, into: old)
      } else {
        let new = unsafe table(Self.address(of: Table(bits: old.pointee.bits + 1, replacing: UInt(bitPattern: old))))
        for index in 0..<(1 << Int(unsafe old.pointee.bits)) {
          let key = unsafe old.pointee.entries[index].key.load(ordering: .relaxed)
          if key != 0 {
            unsafe Self.insert(old.pointee.entries[index].value.load(ordering: .relaxed), for: key, into: new)
          }
        }
        unsafe Self.insert(bits, for: key, into: new)
        current.store(UInt(bitPattern: new), ordering: .releasing)
      }
      return true
    }
    if isFirst { return value }
    unsafe Self.value(bits)?.release()
    return find(key) ?? value
  }

  private static func value(_ bits: UInt) -> Unmanaged<Value>? {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: bits) else { return nil }
    return unsafe Unmanaged<Value>.fromOpaque(pointer)
  }

  private func table(_ address: UInt) -> UnsafeMutablePointer<Table> {
    unsafe UnsafeMutablePointer(bitPattern: address)!  // created by `address(of:)`, so never 0
  }

  private static func address(of table: consuming Table) -> UInt {
    let pointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    unsafe pointer.initialize(to: table)
    return UInt(bitPattern: pointer)
  }

  private static func start(_ key: UInt, _ bits: UInt64) -> Int {
    Int((UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
  }

  @inline(__always)
  private static func search(_ table: UnsafeMutablePointer<Table>, _ key: UInt) -> UInt {
    let mask = unsafe (1 << Int(table.pointee.bits)) - 1
    var index = unsafe start(key, table.pointee.bits)
    while true {
      let found = unsafe table.pointee.entries[index].key.load(ordering: .acquiring)
      if found == key { return unsafe table.pointee.entries[index].value.load(ordering: .relaxed) }
      if found == 0 { return 0 }
      index = (index + 1) & mask
    }
  }

  private static func insert(_ value: UInt, for key: UInt, into table: UnsafeMutablePointer<Table>) {
    let mask = unsafe (1 << Int(table.pointee.bits)) - 1
    var index = unsafe start(key, table.pointee.bits)
    while unsafe table.pointee.entries[index].key.load(ordering: .relaxed) != 0 { index = (index + 1) & mask }
    unsafe table.pointee.entries[index].value.store(value, ordering: .relaxed)
    unsafe table.pointee.entries[index].key.store(key, ordering: .releasing)
  }
}
