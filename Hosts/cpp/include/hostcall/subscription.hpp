// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "bridge_state.hpp"

namespace hostcall {

/// What a full queue of a listener drops.
enum class DropPolicy : std::int32_t { oldest = HOSTCALL_DROP_OLDEST, newest = HOSTCALL_DROP_NEWEST };

/// How a listener receives events.
struct ListenerOptions {
  std::uint32_t capacity = 0;                       ///< of its queue, in events; 0 for 256
  std::optional<DropPolicy> policy = std::nullopt;  ///< that of the event, if none is stated
};

/// A listener's subscription, which ends with this object. Any thread may use it, but one at a time.
class [[nodiscard]] Subscription {
 public:
  Subscription() = default;
  Subscription(std::shared_ptr<BridgeState> bridge, std::uint64_t id) : bridge_(std::move(bridge)), id_(id) {}
  Subscription(Subscription &&other) noexcept : bridge_(std::move(other.bridge_)), id_(std::exchange(other.id_, 0)) {}
  /// Ends the subscription that is replaced.
  Subscription &operator=(Subscription &&other) noexcept {
    Subscription taken(std::move(other));
    std::swap(bridge_, taken.bridge_);
    std::swap(id_, taken.id_);
    return *this;
  }
  ~Subscription() { end(); }

  /// Ends the subscription. No further event starts, except one that starts at this moment.
  void end() noexcept {
    if (const std::uint64_t id = std::exchange(id_, 0); id != 0) bridge_->api->unsubscribe(bridge_->handle, id);
  }

  /// Lets the subscription live as long as the bridge.
  void keep() noexcept { id_ = 0; }

 private:
  std::shared_ptr<BridgeState> bridge_;
  std::uint64_t id_ = 0;
};

}  // namespace hostcall
