// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  func describeCoreCall() async throws(HostCallError<Never>) -> CallDescription {
    CallDescription(HostCallContext.current?.metadata ?? HostCallMetadata(), HostCallContext.current?.remaining)
  }

  func sendMetadata(
    texts: [String: String], binaries: [String: [UInt8]], timeoutMilliseconds: UInt32?
  ) async throws(HostCallError<Never>) -> CallDescription {
    var metadata = HostCallMetadata()
    do {
      for (key, text) in texts { try metadata.set(text, forKey: key) }
      for (key, bytes) in binaries { try metadata.set(bytes, forKey: key) }
    } catch {
      throw HostCallError(code: .invalidArgument, message: "\(error)")
    }
    let client = timeoutMilliseconds.map { host.with(timeout: .milliseconds($0)) } ?? host
    do {
      return try await HostCallMetadata.withValue(metadata) { try await client.describeCall() }
    } catch {
      throw HostCallError(code: .unknown, message: "\(error)")
    }
  }

  func forwardMetadata() async throws(HostCallError<Never>) -> CallDescription { try await host.describeCall() }
}

extension CallDescription {
  /// Describes the context of a call.
  init(_ metadata: HostCallMetadata, _ remaining: Duration?) {
    self.init(texts: [:], binaries: [:], remainingMilliseconds: remaining.map { $0 / .milliseconds(1) })
    for key in metadata.keys {
      if key.hasSuffix("-bin") {
        binaries[key] = metadata.bytes(forKey: key)
      } else {
        texts[key] = metadata[key]
      }
    }
  }
}
