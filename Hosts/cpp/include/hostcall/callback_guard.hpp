// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace hostcall {

/// Marks this thread as one that runs a callback of a bridge, where nothing may wait for that bridge.
class CallbackGuard {
 public:
  CallbackGuard() noexcept { depth()++; }
  ~CallbackGuard() { depth()--; }
  CallbackGuard(const CallbackGuard &) = delete;
  CallbackGuard &operator=(const CallbackGuard &) = delete;

  static bool is_in_callback() noexcept { return depth() > 0; }

 private:
  static unsigned &depth() noexcept {
    static thread_local unsigned count = 0;
    return count;
  }
};

}  // namespace hostcall
