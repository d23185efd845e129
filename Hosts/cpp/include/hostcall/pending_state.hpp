// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "bridge_state.hpp"
#include "signal.hpp"

namespace hostcall {

/// A call to the core that has begun: its ID, its cancellation, and the wait for its end.
class OutgoingCall {
 public:
  explicit OutgoingCall(std::shared_ptr<BridgeState> bridge) : bridge(std::move(bridge)) {}

  /// Cancels the call if it has not ended.
  void cancel() const noexcept {
    if (id != 0) bridge->api->cancel(bridge->handle, id);
  }

  /// Cancels the call when the token says so.
  void cancel_with(const std::stop_token &token) {
    if (!token.stop_possible()) return;
    on_stop_.emplace(token, [owner = bridge, call = id] { owner->api->cancel(owner->handle, call); });
  }

  std::shared_ptr<BridgeState> bridge;
  std::uint64_t id = 0;  ///< set before anything else uses the call; 0 if it was not made
  Signal signal;

 private:
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
};

/// The end of a call to the core.
template <class R>
class PendingState : public OutgoingCall {
 public:
  using OutgoingCall::OutgoingCall;

  void finish(R result) {
    {
      const std::lock_guard lock(mutex_);
      if (has_ended_) return;
      result_.emplace(std::move(result));
      has_ended_ = true;
    }
    signal.change(*bridge);
  }

  bool has_ended() const {
    const std::lock_guard lock(mutex_);
    return has_ended_;
  }

  /// Takes the result of a call that has ended; once.
  std::optional<R> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(result_, std::nullopt);
  }

 private:
  mutable std::mutex mutex_;
  std::optional<R> result_;
  bool has_ended_ = false;
};

}  // namespace hostcall
