// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "call_options.hpp"
#include "open_call.hpp"
#include "result.hpp"
#include "task.hpp"

namespace hostcall {

/// What a handler returns: `co_return` a response, `hostcall::fail(…)` or a `hostcall::Error`.
template <class T = Nothing, class F = Never>
using Answer = Task<Result<T, F>>;

/// What a handler knows about its call. Copies refer to the same call.
class Call {
 public:
  explicit Call(std::shared_ptr<OpenCall> call) : call_(std::move(call)) {}
  // Copied instead of moved: a moved-from call would refer to nothing.
  Call(const Call &) = default;
  Call &operator=(const Call &) = default;

  /// Tells whether the core no longer waits: the call was cancelled, its deadline passed, or the bridge closes.
  ///
  /// A `std::stop_callback` runs on a thread of the bridge: it must not block, nor close the bridge.
  std::stop_token stop_token() const { return call_->stop.get_token(); }

  /// Awaits that the core no longer waits: true if the call is given up, and false once it is answered.
  Task<bool> stopped() const { return wait_for_stop(call_); }

  /// The time that the call has left; none if it has no deadline.
  std::optional<std::chrono::nanoseconds> remaining() const {
    hostcall_call_info info{};
    info.size = sizeof info;
    const BridgeState &bridge = *call_->bridge;
    if (bridge.api->get_call_info(bridge.handle, call_->id, &info) != HOSTCALL_OK) return std::chrono::nanoseconds(0);
    if (info.remaining_ns == INT64_MAX) return std::nullopt;
    return std::chrono::nanoseconds(info.remaining_ns);
  }

  /// The metadata that the core's call carries; empty if the call has ended.
  Metadata metadata() const {
    Metadata metadata;
    const BridgeState &bridge = *call_->bridge;
    std::array<char, HOSTCALL_METADATA_KEY_SIZE> key{};
    std::string value(256, '\0');
    for (std::size_t index = 0, length = 0;;) {
      const std::int32_t status =
          bridge.api->next_metadata(bridge.handle, call_->id, &index, key.data(), key.size(),
                                    reinterpret_cast<std::uint8_t *>(value.data()), value.size(), &length);
      if (status == HOSTCALL_RESOURCE_EXHAUSTED) {
        value.resize(length);
      } else if (status == HOSTCALL_OK) {
        metadata.emplace(key.data(), value.substr(0, length));
      } else {
        return metadata;
      }
    }
  }

 private:
  static Task<bool> wait_for_stop(std::shared_ptr<OpenCall> call) {
    for (;;) {
      const std::uint64_t seen = call->signal.count();
      if (call->is_cancelled || call->is_answered()) co_return call->is_cancelled;
      co_await call->signal.after(seen);
    }
  }

  std::shared_ptr<OpenCall> call_;
};

}  // namespace hostcall
