// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("The documentation of interfaces", .timeLimit(.minutes(1)))
struct SnippetTests {
  @Test("the code of Declaring Interfaces works")
  func works() async throws {
    try await withBridge { bridge in
      try DeclaringInterfaces.serve(on: bridge, DeclaringInterfaces.Service())
      #expect(try await DeclaringInterfaces.call(over: bridge).map(\.name) == ["Ada", "Ada"])
    }
  }
}
