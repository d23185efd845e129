// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostStream {
  /// Returns the same stream, which reports its end.
  ///
  /// - Parameter body: The closure that receives the end of each reading, once, in the task that reads or drops the
  ///   stream: all elements were read, an error was thrown, or the iterator was dropped before.
  /// - Returns: The stream.
  public func onEnd(_ body: @escaping @Sendable (HostStreamEnd<DeclaredFailure>) -> Void) -> HostStream {
    HostStream { ObservedIteration(makeAsyncIterator(), body) }
  }
}
