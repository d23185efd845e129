import Foundation
import HostCall
import HostCallTesting
import Testing

@Suite("The README's example", .timeLimit(.minutes(1)))
struct ReadmeExampleTests {
  @Test("it is the code that is compiled here", arguments: ["ReadmeExample.swift", "ReadmeTestExample.swift", "ReadmeSchemaExample.swift"])
  func sameCode(file: String) throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let code = try String(contentsOf: here.appending(path: file), encoding: .utf8)
    let readme = try String(contentsOf: here.appending(path: "../../README.md"), encoding: .utf8)
    #expect(readme.contains("```swift\n\(code)```\n"))
  }

  @Test("its schema is the one that the README shows")
  func schema() async throws {
    let bridge = try openBridge()
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let readme = try String(contentsOf: here.appending(path: "../../README.md"), encoding: .utf8)
    #expect(readme.contains("```\n\(HostCallSchema(FetchProfile.self).cddl)```\n"))
    #expect(bridge.descriptor().count > 100)
    await bridge.close()
  }

  @Test("it greets, and says why not")
  func greets() async throws {
    let host = InProcessHost()
    try host.answer(FetchProfile.self) { request in
      guard request.userID == 7 else { throw ProfileFailure(code: "not_found", retryable: false) }
      return Profile(name: "Ada", tags: ["admin"])
    }
    #expect(await greet(7, over: host.bridge) == "Welcome back, Ada")
    #expect(await greet(8, over: host.bridge) == "No profile: not_found")
    await host.close()
    #expect(await greet(7, over: host.bridge) == "unavailable in fetch_profile: the bridge is closed")
  }
}
