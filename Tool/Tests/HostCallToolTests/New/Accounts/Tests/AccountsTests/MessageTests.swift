import AccountsCalls
import HostCall
import HostCallTesting
import Testing

/// Compares the messages between core and host with golden files, which hosts can check too.
///
/// After a change that is intended, `HOSTCALL_RECORD_FIXTURES=failed swift test` writes those again that Swift encodes;
/// delete those that it only decodes, and run the tests twice.
struct MessageTests {
  @Test func `a message has the bytes of its file`() throws {
    try expectFixture(FetchProfile(userID: 7), "fetch_profile.request")
    try expectFixture(FetchProfile(userID: 8), "fetch_profile.request.unknown")
    try expectFixture(ProfileFailure(code: "not_found"), "fetch_profile.failure.unknown")
    try expectFixture(LogIn(userID: 7), "log_in.request")
    try expectFixture(LogIn(userID: 8), "log_in.request.unknown")
    try expectFixture(Welcome(greeting: "Welcome back, Ada", tagCount: 2), "log_in.response")
    try expectFixture(LogInFailure(code: "not_found", message: "user 8 has no profile"), "log_in.failure.unknown")
  }

  @Test func `an answer of the host decodes`() throws {
    try expectFixture("fetch_profile.response", decodesTo: Profile(name: "Ada", tags: ["admin", "beta"]))
    try expectFixture("fetch_profile.failure.unknown", decodesTo: ProfileFailure(code: "not_found"))
  }
}
