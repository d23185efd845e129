// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTool
import Testing

@Suite("Golden files as answers")
struct GoldenFilesTests {
  private let files = GoldenFiles(files: [
    "a.b.request": [1], "a.b.response": [2], "a.b.request.late": [3], "a.b.failure.late": [4],
    "a.b.request.odd": [5], "c.failure": [6], "d.request": [7],
  ])

  @Test("a request of a variant has the answer of that variant, any other the answer without one")
  func variants() throws {
    let call = CoreCall(unlisted: "a.b")
    #expect(try files.answer(to: [3], of: call)?.answer == .failure([4]))
    #expect(try files.answer(to: [3], of: call)?.file == "a.b.failure.late.cbor")
    for request in [[1], [5], [9]] as [[UInt8]] {
      #expect(try files.answer(to: request, of: call)?.answer == .response([2]))
    }
    #expect(try files.answer(to: [0], of: CoreCall(unlisted: "c"))?.answer == .failure([6]))
    #expect(try files.answer(to: [0], of: CoreCall(unlisted: "d"))?.answer == nil)
    #expect(try files.answer(to: [3], of: CoreCall(unlisted: "a"))?.answer == nil)
    #expect(files.names == ["a.b", "c"])
  }

  @Test("a file that contains no answer of the call is named")
  func malformed() async throws {
    let files = GoldenFiles(files: ["move.response": [0x61, 0x78], "e.response": [0x82]])
    let call = try await DescribedCalls.call("move")
    let error = #expect(throws: ValueError.self) { try files.answer(to: [], of: call) }
    #expect(error?.description == #"move.response.cbor: found "x", expected uint32"#)
    #expect(throws: ValueError.self) { try files.answer(to: [], of: CoreCall(unlisted: "e")) }
  }
}
