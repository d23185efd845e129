// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension RecordedCall {
  /// Returns the answer in the bytes that cross.
  ///
  /// - Parameter call: The call that the core makes.
  /// - Throws: Why there is no such answer.
  func hostAnswer(for call: CoreCall) throws -> HostAnswer {
    switch try answer.get() {
    case .response(let part): .response(try part.bytes(for: call.response))
    case .failure(let part), .elements([], end: .failure(let part)): .failure(try part.bytes(for: call.failure))
    case .error(let code), .elements([], end: .error(let code)): .error(code, "as recorded")
    case .elements(let parts, _):
      .items(try parts.map { part throws(ValueError) in try part.bytes(for: call.response) })
    }
  }
}
