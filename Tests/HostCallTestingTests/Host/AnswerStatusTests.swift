// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
@testable import HostCallTesting
import Testing

@Suite("AnswerStatus")
struct AnswerStatusTests {
  @Test(
    "it corresponds to the status that the C function returned",
    arguments: [
      (.ok, .accepted), (.unknownCall, .late), (.resourceExhausted, .tooLarge), (.closed, .closed),
      (.invalidBridge, .closed),
    ] as [(Status, AnswerStatus)])
  func mapping(status: Status, result: AnswerStatus) {
    #expect(AnswerStatus(status) == result)
  }
}
