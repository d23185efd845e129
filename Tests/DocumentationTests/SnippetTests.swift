import Foundation
import HostCall
import HostCallTesting
import Testing

/// Runs what the documentation shows, where it is no test itself.
@Suite("What the documentation shows", .timeLimit(.minutes(1)))
struct SnippetTests {
  @Test("greets, and says why not")
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

  @Test("answers with a closure, and calls in one line")
  func handles() async throws {
    let bridge = HostBridge()
    try answerInSwift(on: bridge)
    #expect(try await oneLine(bridge).name == "Ada")
    await bridge.close()
  }

  @Test("shows CBOR in notation")
  func showsCBOR() throws {
    #expect(try showCBOR() == #"7, 1(1363896240), {"seen": 1(1363896240), 2: h'0102'}"#)
  }

  /// The example's call, as a host may have it that was made for another version.
  struct OldFetchProfile: HostCallable {
    static var wireName: String { FetchProfile.wireName }

    struct Response: Codable, Sendable {
      var name: String
      var tags: [Int]
    }

    typealias Failure = ProfileFailure
    var userID: UInt64
  }

  @Test("refuses a host of another version in the words that are shown")
  func refusal() async throws {
    let bridge = try openBridge()
    let error = #expect(throws: HostCallError<Never>.self) {
      try bridge.handle(OldFetchProfile.self) { _, _ in throw CancellationError() }
    }
    #expect(error?.code == .failedPrecondition)
    let words = try #require(error?.message.components(separatedBy: " (fingerprints").first)
    for page in ["README.md", "Sources/HostCall/HostCall.docc/CheckingSchemas.md"] {
      #expect(try Page(path: page).text.contains("```text\n\(words)"), "\(page)")
    }
    await bridge.close()
  }

  @Test("opens a bridge that describes its calls")
  func schemas() async throws {
    let bridge = try openBridge()
    #expect(bridge.descriptor().count > 100)
    await bridge.close()
  }
}
