// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "pending_state.hpp"
#include "result.hpp"

namespace hostcall {

/// The items of a stream of the core that were not taken yet, and its end.
template <class T, class F>
class StreamState : public OutgoingCall {
 public:
  StreamState(std::shared_ptr<BridgeState> bridge, std::uint32_t buffer)
      : OutgoingCall(std::move(bridge)), batch_(std::max<std::uint32_t>(buffer / 2, 1)) {}

  void push(T item) {
    {
      const std::lock_guard lock(mutex_);
      if (end_) return;
      items_.push_back(std::move(item));
    }
    signal.change(*bridge);
  }

  /// Ends the stream; the first end counts.
  void finish(Result<Nothing, F> end) {
    {
      const std::lock_guard lock(mutex_);
      if (end_) return;
      end_.emplace(std::move(end));
    }
    signal.change(*bridge);
  }

  /// Takes the next item, and lets the core send others; nothing if there is none.
  std::optional<T> take() {
    std::optional<T> item;
    std::uint32_t granted = 0;
    {
      const std::lock_guard lock(mutex_);
      if (items_.empty()) return item;
      item.emplace(std::move(items_.front()));
      items_.pop_front();
      if (!end_ && ++taken_ == batch_) granted = std::exchange(taken_, 0);
    }
    if (granted > 0) bridge->api->grant(bridge->handle, id, granted);
    return item;
  }

  bool has_ended() const {
    const std::lock_guard lock(mutex_);
    return end_.has_value();
  }

  std::optional<Result<Nothing, F>> end() const {
    const std::lock_guard lock(mutex_);
    return end_;
  }

 private:
  const std::uint32_t batch_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  std::optional<Result<Nothing, F>> end_;
  std::uint32_t taken_ = 0;
};

}  // namespace hostcall
