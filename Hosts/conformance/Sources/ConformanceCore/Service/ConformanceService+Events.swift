// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  func emitEvents(count: UInt32) async throws(HostCallError<Never>) {
    for number in 0..<Int64(count) { try host.coreSaid(number: number + 1, text: "\(number + 1)") }
  }

  func hostSaid(number: Int64, text: String) throws(HostCallError<Never>) { events.append(number) }

  func hostEvents(count: UInt32) async throws(HostCallError<Never>) -> [Int64] {
    await events.numbers(awaiting: Int(count))
  }
}
