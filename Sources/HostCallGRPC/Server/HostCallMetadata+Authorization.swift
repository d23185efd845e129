// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

extension HostCallMetadata {
  private static let authorization = "authorization"

  /// Returns the metadata with the `authorization` of `callers`, unless it has one of its own.
  ///
  /// If that exceeds the limits, the last entries, which interceptors have added, are left out.
  func withAuthorization(of callers: HostCallMetadata) -> HostCallMetadata {
    guard !hasAuthorization, let value = callers.value(forKey: Self.authorization) else { return self }
    var metadata = HostCallMetadata()
    try? metadata.append(value, forKey: Self.authorization)
    for key in keys {
      if let value = self.value(forKey: key) { try? metadata.append(value, forKey: key) }
    }
    return metadata
  }
}
#endif
