// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall

func callInBytes() async throws -> [UInt8] {
  let bridge = HostBridge()
  try bridge.handleBytes("reverse") { request in .response(request.payload.reversed()) }
  let answer = try await bridge.callBytes("reverse", [1, 2, 3], timeout: .seconds(1))
  await bridge.close()
  return answer
}

func whatIsWrong(with bytes: [UInt8]) -> String {
  do {
    let numbers = try CBORDecoder().decode([String: Int].self, from: bytes)
    return "nothing: \(numbers.count) numbers"
  } catch let error as CBORError {
    return "\(error.code) at byte \(error.offset)"
  } catch DecodingError.typeMismatch(_, let context) {
    return "another type at \(context.codingPath.map(\.stringValue).joined(separator: "."))"
  } catch {
    return "\(error)"
  }
}
