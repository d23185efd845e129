// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension Task where Success == Void, Failure == Never {
  /// Cancels the task on another thread, since its cancellation handlers are user code, which may block or close a
  /// bridge.
  func cancelElsewhere() {
    BridgeRuntime.shared.cancellations.append(UserCodeThread.Item(cancelling: self))
  }
}
