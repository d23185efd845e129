import Testing

@testable import HostBridgeCore

@Suite("The handlers that calls found last")
struct HandlerCacheTests {
  private let cache = HandlerCache()

  private func handler() throws -> HostHandler {
    unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), try #require(WireName("f")))
  }

  @Test("what was stored is found, with its epoch, and by its type only")
  func storeAndLookUp() throws {
    let handler = try handler()
    #expect(cache.lookUp(ObjectIdentifier(Int.self)) == nil)
    cache.store(HandlerReference(handler), epoch: 7, for: ObjectIdentifier(Int.self))
    let found = try #require(cache.lookUp(ObjectIdentifier(Int.self)))
    #expect(found.handler.bits == HandlerReference(handler).bits)
    #expect(found.epoch == 7)
    #expect(cache.lookUp(ObjectIdentifier(String.self)) == nil)
  }

  @Test("more types than there are entries take them from each other, and none finds another's handler")
  func collisions() throws {
    let handler = try handler()
    let types = (0..<500).map { _ in Key() }
    for (number, type) in types.enumerated() {
      cache.store(HandlerReference(handler), epoch: UInt64(number), for: ObjectIdentifier(type))
    }
    let found = types.enumerated().filter { number, type in
      guard let (_, epoch) = cache.lookUp(ObjectIdentifier(type)) else { return false }
      #expect(epoch == UInt64(number))
      return true
    }
    #expect((1...64).contains(found.count))
  }

  private final class Key {}

  @Test("while threads write one entry, every look finds what one of them wrote, whole", .timeLimit(.minutes(1)))
  func racing() async throws {
    let handler = try handler()
    let keys = [ObjectIdentifier(Int.self), ObjectIdentifier(String.self), ObjectIdentifier(Double.self)]
    let cache = cache
    await withTaskGroup(of: Void.self) { group in
      for (number, key) in keys.enumerated() {
        group.addTask {
          for round in 0..<3_000 {
            cache.store(HandlerReference(handler), epoch: UInt64(round * 3 + number), for: key)
          }
        }
        group.addTask {
          for _ in 0..<3_000 {
            if let (_, epoch) = cache.lookUp(key), epoch % 3 != UInt64(number) {
              Issue.record("found another type's epoch")
            }
          }
        }
      }
    }
  }
}
