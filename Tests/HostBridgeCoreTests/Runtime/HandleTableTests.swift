// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The handle table")
struct HandleTableTests {
  private final class Thing: Sendable {}

  /// A table that records the objects of which it has disposed.
  private struct Fixture {
    let table: HandleTable<Thing>
    let disposed: Guarded<[ObjectIdentifier]>

    init(lastGeneration: UInt64 = 1 << 19 - 1) {
      let disposed = Guarded<[ObjectIdentifier]>([])
      self.disposed = disposed
      table = unsafe HandleTable(lastGeneration: lastGeneration) { thing in
        disposed.withLock { $0.append(unsafe ObjectIdentifier(thing.takeRetainedValue())) }
      }
    }
  }

  @Test("a handle is valid until it is removed, is below 2^53 and never 0")
  func insertAndRemove() {
    let (fixture, thing) = (Fixture(), Thing())
    let handle = fixture.table.insert(thing)
    #expect(handle > 0 && handle < 1 << 53)
    #expect(fixture.table.with(handle) { $0 === thing } == true)
    fixture.table.remove(handle)
    #expect(!fixture.table.contains(handle))
    #expect(fixture.disposed.withLock { $0 } == [ObjectIdentifier(thing)])
    fixture.table.remove(handle)
    #expect(fixture.disposed.withLock { $0.count } == 1)
  }

  @Test("an object removed while in use is disposed of after its last use, and not found in between")
  func removedInUse() {
    let (fixture, thing) = (Fixture(), Thing())
    let handle = fixture.table.insert(thing)
    let table = fixture.table
    let isUsed: Bool? = table.with(handle) { used in
      _ = table.with(handle) { _ in table.remove(handle) }
      #expect(!table.contains(handle))
      #expect(fixture.disposed.withLock { $0.isEmpty })
      return used === thing
    }
    #expect(isUsed == true)
    #expect(fixture.disposed.withLock { $0.count } == 1)
  }

  @Test("a stale handle stays stale when its slot is reused")
  func generations() {
    let (fixture, thing) = (Fixture(), Thing())
    var stale: Set<UInt64> = []
    for _ in 0..<1000 {
      let handle = fixture.table.insert(thing)
      #expect(!stale.contains(handle))
      #expect(stale.allSatisfy { !fixture.table.contains($0) })
      fixture.table.remove(handle)
      stale.insert(handle)
      if stale.count > 10 { stale.removeFirst() }
    }
  }

  @Test("a slot without further generations is retired")
  func retiring() {
    let (fixture, thing) = (Fixture(lastGeneration: 3), Thing())
    var slots: [UInt64] = []
    for _ in 0..<7 {
      let handle = fixture.table.insert(thing)
      slots.append(handle & 0xFFF)
      fixture.table.remove(handle)
      #expect(!fixture.table.contains(handle))
    }
    #expect(slots == [0, 0, 0, 1, 1, 1, 2])
  }

  @Test("a full table returns no handle, and returns one again when there is room")
  func full() {
    let (fixture, thing) = (Fixture(), Thing())
    let handles = (0..<4096).map { _ in fixture.table.insert(thing) }
    #expect(Set(handles).count == 4096)
    #expect(fixture.table.insert(thing) == 0)
    fixture.table.remove(handles[17])
    let next = fixture.table.insert(thing)
    #expect(next != 0)
    for handle in handles + [next] { fixture.table.remove(handle) }
    #expect(fixture.disposed.withLock { $0.count } == 4097)
  }

  @Test("two tables share no handles")
  func marks() {
    let (one, other, thing) = (Fixture(), Fixture(), Thing())
    let handles = (one.table.insert(thing), other.table.insert(thing))
    #expect(!other.table.contains(handles.0))
    one.table.remove(handles.0)
    other.table.remove(handles.1)
  }

  @Test("made-up handles are not valid", arguments: [0, 1, 42, 1 << 52, 1 << 53, .max] as [UInt64])
  func madeUp(handle: UInt64) {
    #expect(!BridgeStorage.handles.contains(handle))
  }

  @Test("of many threads that use and remove an object, exactly one disposes of it", .timeLimit(.minutes(1)))
  func manyThreads() async {
    let fixture = Fixture()
    for round in 1...200 {
      let handle = fixture.table.insert(Thing())
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<4 {
          group.addTask {
            for step in 0..<50 {
              if number == 0, step == 25 { fixture.table.remove(handle) }
              _ = fixture.table.with(handle) { withExtendedLifetime($0) {} }
            }
          }
        }
      }
      #expect(fixture.disposed.withLock { $0.count } == round)
    }
  }
}
