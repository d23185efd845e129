// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import GRPCCore
import HostBridgeCore
import Testing

@testable import HostCallGRPC

@Suite("The metadata of calls")
struct CallMetadataTests {
  @Test(
    "a timeout is read with its unit",
    arguments: [
      ("1H", Duration.seconds(3600)), ("2M", .seconds(120)), ("3S", .seconds(3)), ("4m", .milliseconds(4)),
      ("5u", .microseconds(5)), ("99999999n", .nanoseconds(99_999_999)), ("0S", .zero),
      ("99999999H", .seconds(315_360_000)),
    ])
  func timeouts(_ text: String, _ duration: Duration) throws {
    #expect(try CallMetadata.timeout(in: ["grpc-timeout": "\(text)"]) == duration)
  }

  @Test(
    "a timeout is written with at most eight digits, and never rounded down",
    arguments: [
      (Duration.zero, "0n"), (.nanoseconds(99_999_999), "99999999n"), (.nanoseconds(100_000_001), "100001u"),
      (.seconds(2), "2000000u"), (.seconds(100), "100000m"), (.seconds(100_000), "100000S"),
      (.seconds(99_999_999), "99999999S"), (.seconds(100_000_000), "1666667M"),
      (.seconds(Int64.max), "5256000M"), (.seconds(-1), "0n"),
    ])
  func timeoutTexts(_ duration: Duration, _ text: String) throws {
    #expect(CallMetadata.text(of: duration) == text)
    let read = try #require(try CallMetadata.timeout(in: ["grpc-timeout": "\(text)"]))
    #expect(read >= min(duration, .seconds(315_360_000)))
  }

  @Test(
    "a malformed timeout is refused",
    arguments: ["", "S", "1", "1s", "-1S", "+1S", "1.5S", "999999999S", " 1S", "1 S"])
  func malformed(_ text: String) {
    #expect(throws: RPCError.self) { try CallMetadata.timeout(in: ["grpc-timeout": "\(text)"]) }
  }

  @Test("a fingerprint is read with or without 0x, and refused if it is not a number")
  func fingerprint() throws {
    #expect(try CallMetadata.fingerprint(in: [:]) == nil)
    #expect(try CallMetadata.fingerprint(in: ["hostcall-fingerprint": "1f"]) == 0x1f)
    #expect(try CallMetadata.fingerprint(in: ["hostcall-fingerprint": "0x1f"]) == 0x1f)
    for text in ["", "zz", "0x", "+1f", "-0", "0x+1", "10000000000000000"] {
      #expect(throws: RPCError.self) { try CallMetadata.fingerprint(in: ["hostcall-fingerprint": "\(text)"]) }
    }
  }

  @Test("the caller's metadata is read without the headers of gRPC and HTTP, and written as it was")
  func callers() throws {
    let headers: Metadata = [
      ":method": "POST", "te": "trailers", "user-agent": "a", "content-type": "application/grpc", "grpc-timeout": "1S",
      "hostcall-fingerprint": "1f", "tenant": "acme", "token-bin": .binary([0, 255]), "text-bin": "AP8",
    ]
    let callers = try CallMetadata.callers(in: headers)
    #expect(callers.keys.sorted() == ["tenant", "text-bin", "token-bin"])
    #expect(callers["tenant"] == "acme" && callers.bytes(forKey: "token-bin") == [0, 255])
    #expect(callers.bytes(forKey: "text-bin") == [0, 255])
    var written: Metadata = [:]
    CallMetadata.add(callers, to: &written)
    #expect(try CallMetadata.callers(in: written) == callers)
  }

  @Test(
    "metadata that is not allowed is refused",
    arguments: [
      ["Tenant": "b"], ["a b": "x"], ["a": "x\u{7F}"], ["a": "x", "a": "y"], ["token-bin": "no base64!"],
    ] as [Metadata])
  func refused(_ headers: Metadata) {
    let error = #expect(throws: RPCError.self) { try CallMetadata.callers(in: headers) }
    #expect(error?.code == .invalidArgument)
  }

  @Test("metadata beyond the limits is refused")
  func limits() {
    let headers: Metadata = ["a": .string(String(repeating: "x", count: 8192))]
    let error = #expect(throws: RPCError.self) { try CallMetadata.callers(in: headers) }
    #expect(error?.code == .resourceExhausted)
  }

  @Test("a long error message is cut between characters")
  func messages() {
    #expect(CallMetadata.shortened("short") == "short")
    let long = CallMetadata.shortened(String(repeating: "é", count: 2000))
    #expect(long.utf8.count <= CallMetadata.maximumMessageSize && long.hasSuffix("é…"))
  }
}
#endif
