// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import GRPCCore
import Testing

@testable import HostCallGRPC

@Suite("Wire names as gRPC methods")
struct GRPCMethodTests {
  @Test(
    "a wire name is a method of the service that it names, or of `hostcall`",
    arguments: [
      ("fetch_profile", "hostcall/fetch_profile"), ("acme.find", "acme/find"), ("acme.users.find", "acme.users/find"),
      ("hostcall.x", "hostcall/hostcall%2Ex"), (".x", "hostcall/%2Ex"), ("x.", "hostcall/x%2E"),
      ("..", "hostcall/%2E%2E"),
      ("a/b", "hostcall/a%2Fb"), ("café", "hostcall/caf%C3%A9"), ("100%", "hostcall/100%25"),
      ("a b.c?", "a%20b/c%3F"),
    ])
  func names(_ name: String, _ path: String) {
    let method = GRPCMethod.descriptor(of: name)
    #expect(method.fullyQualifiedMethod == path)
    #expect(GRPCMethod.wireName(of: method) == name)
  }

  @Test("each wire name has a method of its own, and is read back from it")
  func different() {
    let letters = ["a", ".", "/", "%", "2", "E", "é", "hostcall"]
    var names: [String] = []
    for first in letters { for second in letters { for third in letters { names.append(first + second + third) } } }
    let paths = Set(names.map { GRPCMethod.descriptor(of: $0).fullyQualifiedMethod })
    #expect(paths.count == Set(names).count)
    for name in names { #expect(GRPCMethod.wireName(of: GRPCMethod.descriptor(of: name)) == name) }
  }

  @Test(
    "a path has no wire name if it does not decode to text, or is not how the name is encoded",
    arguments: ["%", "%4", "%zz", "%FF", "a%", "%+5", "%-0", "%61", "a.b", "%2e", "a%2fb"])
  func malformed(_ method: String) {
    #expect(GRPCMethod.wireName(of: MethodDescriptor(fullyQualifiedService: "hostcall", method: method)) == nil)
  }
}
#endif
