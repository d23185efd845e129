// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
/// How a call ended with success at the server.
enum ServedAnswer: Sendable {
  /// With a response, which has not been written.
  case response([UInt8])
  /// With the end of a stream, whose items have been written.
  case endOfStream
}
#endif
