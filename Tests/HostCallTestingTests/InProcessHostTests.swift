import HostCall
import HostCallTesting
import Testing

private struct Add: HostCallable, Equatable {
  typealias Response = Int
  var left: Int
  var right: Int
}

@Suite("The host for tests", .timeLimit(.minutes(1)))
struct InProcessHostTests {
  @Test("it answers by its closures and remembers the requests in order")
  func answers() async throws {
    let host = InProcessHost()
    try host.answer(Add.self) { request in request.left + request.right }
    #expect(try await host.bridge.call(Add(left: 1, right: 2)) == 3)
    #expect(try await host.bridge.call(Add(left: 40, right: 2)) == 42)
    #expect(host.requests(of: Add.self) == [Add(left: 1, right: 2), Add(left: 40, right: 2)])
    await host.close()
  }

  @Test("after closing its calls are unavailable")
  func closed() async throws {
    let host = InProcessHost()
    try host.answer(Add.self) { _ in 0 }
    await host.close()
    let error = await #expect(throws: HostCallError<Never>.self) { try await host.bridge.call(Add(left: 1, right: 1)) }
    #expect(error?.code == .unavailable)
  }
}
