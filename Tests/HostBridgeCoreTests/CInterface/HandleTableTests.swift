import HostBridgeCore
import Testing

@Suite("The handle table")
struct HandleTableTests {
  @Test("a handle is found until it is removed, and is below 2^53 and never 0")
  func insertAndRemove() async {
    let bridge = HostBridge()
    let table = HandleTable()
    let handle = table.insert(bridge)
    #expect(handle > 0 && handle < 1 << 53)
    #expect(table.lookUp(handle) === bridge)
    table.remove(handle)
    #expect(table.lookUp(handle) == nil)
    await bridge.close()
  }

  @Test("a stale handle stays stale when its slot is used again")
  func generations() async {
    let bridge = HostBridge()
    let table = HandleTable()
    var stale: Set<UInt64> = []
    for _ in 0..<1000 {
      let handle = table.insert(bridge)
      #expect(!stale.contains(handle))
      #expect(stale.allSatisfy { table.lookUp($0) == nil })
      table.remove(handle)
      stale.insert(handle)
      if stale.count > 10 { stale.removeFirst() }
    }
    await bridge.close()
  }

  @Test("a slot whose generations are used up is retired")
  func retiring() async {
    let bridge = HostBridge()
    let table = HandleTable(lastGeneration: 3)
    var slots: [UInt64] = []
    for _ in 0..<7 {
      let handle = table.insert(bridge)
      slots.append(handle & 0xFFF)
      table.remove(handle)
      #expect(table.lookUp(handle) == nil)
    }
    #expect(slots == [0, 0, 0, 1, 1, 1, 2])
    await bridge.close()
  }

  @Test("a full table gives no handle, and gives one again when there is room")
  func full() async {
    let bridge = HostBridge()
    let table = HandleTable()
    let handles = (0..<4096).map { _ in table.insert(bridge) }
    #expect(Set(handles).count == 4096)
    #expect(table.insert(bridge) == 0)
    table.remove(handles[17])
    #expect(table.insert(bridge) != 0)
    await bridge.close()
  }

  @Test("the handles of two tables have nothing in common")
  func marks() async {
    let bridge = HostBridge()
    let (one, other) = (HandleTable(), HandleTable())
    let handle = one.insert(bridge)
    _ = other.insert(bridge)
    #expect(other.lookUp(handle) == nil)
    await bridge.close()
  }

  @Test("made-up handles are unknown", arguments: [0, 1, 42, 1 << 52, 1 << 53, .max] as [UInt64])
  func madeUp(handle: UInt64) {
    #expect(HandleTable.shared.lookUp(handle) == nil)
  }
}
