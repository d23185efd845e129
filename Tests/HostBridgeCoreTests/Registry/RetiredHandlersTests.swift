import Testing

@testable import HostBridgeCore

@Suite("Handlers that were replaced or removed")
struct RetiredHandlersTests {
  private final class Retired {
    private var value = RetiredHandlers()

    var isWorthLooking: Bool { value.isWorthLooking }
    func append(_ handler: HostHandler) { value.append(handler) }
    func noteUseEnded() { value.noteUseEnded() }
    func takeUnused(_ table: PendingTable) -> [HostHandler] { value.takeUnused(table) }
    func name(of handler: HostHandler) -> String? { value.name(of: HandlerReference(handler)) }
  }

  private let retired = Retired()
  private let table = PendingTable(limit: 8) { _ in }
  private let handler: HostHandler

  init() throws {
    handler = unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), try #require(WireName("f")))
  }

  private func reserve() -> PendingCall {
    #expect(table.admission.enter())
    let call = table.reserve(requestSize: 0, requestEncoding: .cbor, responseEncoding: .cbor, deadline: .never)
    call.slot.handler = HandlerReference(handler)
    return call
  }

  @Test("one that nobody uses is free at once, and given out once")
  func unused() {
    #expect(!retired.isWorthLooking)
    retired.append(handler)
    #expect(retired.isWorthLooking)
    #expect(retired.name(of: handler) == "f")
    #expect(retired.takeUnused(table).map(ObjectIdentifier.init) == [ObjectIdentifier(handler)])
    retired.noteUseEnded()
    #expect(!retired.isWorthLooking)
    #expect(retired.takeUnused(table).isEmpty)
    #expect(retired.name(of: handler) == nil)
  }

  @Test("one that a call uses is kept until the call has ended, and somebody says so")
  func inUse() {
    let call = reserve()
    #expect(table.startInvoking(call))
    retired.append(handler)
    #expect(retired.takeUnused(table).isEmpty)
    #expect(!retired.isWorthLooking)
    #expect(table.end(call, .closed) == .leaveToCaller)
    call.slot.handler = nil
    retired.noteUseEnded()
    #expect(retired.isWorthLooking)
    #expect(retired.takeUnused(table).count == 1)
  }

  @Test("a call that found it and has not marked that it invokes will find the epoch changed: it does not count")
  func notInvoked() {
    _ = reserve()
    retired.append(handler)
    #expect(retired.takeUnused(table).count == 1)
  }

  @Test("one that a call marked and then stopped is free when that is noted")
  func stopped() {
    let call = reserve()
    #expect(table.startInvoking(call))
    retired.append(handler)
    #expect(retired.takeUnused(table).isEmpty)
    table.stopInvoking(call)
    call.slot.handler = nil
    retired.noteUseEnded()
    #expect(retired.takeUnused(table).count == 1)
  }
}
