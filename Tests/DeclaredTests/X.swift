#if Macros
import HostCall
import Testing

enum API {
  struct User: Codable, Sendable, Equatable { var name: String }
  @HostCodable
  struct Page<Item: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    var users: [User]
    var next: User?
    var items: [Item]
  }
}
#endif
#if Macros
@HostCodable
enum Shape: Codable, Sendable, Equatable {
  case empty
  case circle(radius: Double)
  case segment(Int, Int)
  indirect case group([Shape], name: String?)
}
@HostCodable
enum Color: String, Codable, Sendable { case red, green = "dark green" }
struct Fail: Error, Codable, Sendable {}
/// Doc
@HostInterface
protocol ProfileHost: Sendable {
  /// The profile of a user.
  @HostCall(.idempotent)
  func fetchProfile(userID: UInt64, of shape: Shape?) async throws(HostCallError<Fail>) -> API.Page<Int>
  @HostCall("clock.read", .raw, .timeout(.seconds(2)))
  func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double
  func ping() async throws(HostCall.HostCallError<Never>)
}
struct P: ProfileHost {
  func fetchProfile(userID: UInt64, of shape: Shape?) async throws(HostCallError<Fail>) -> API.Page<Int> { .init(users: [], next: nil, items: [Int(userID)]) }
  func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double { 1.5 }
  func ping() async throws(HostCallError<Never>) {}
}
@Test func works() async throws {
  let bridge = HostBridge()
  try bridge.handle(P(), as: ProfileHostInterface.self)
  let client = ProfileHostClient(bridge)
  #expect(try await client.fetchProfile(userID: 7, of: .circle(radius: 2)).items == [7])
  #expect(try await client.with(timeout: .seconds(2)).readClock(3) == 1.5)
  try await client.ping()
  await bridge.close()
}
#endif
