// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <utility>

#include "bridge_state.hpp"
#include "callback_guard.hpp"
#include "events.hpp"
#include "result.hpp"

namespace hostcall {

/// A bridge to a core, which is closed with this object.
///
/// All functions may be called from any thread. A bridge that is closed, that was moved to another object, or whose
/// number is 0, refuses everything with an error.
class Bridge {
 public:
  /// Takes over a bridge that the core has opened.
  ///
  /// - `api`: the table of the core's library; `hostcall_typed_linked_api()` for the one that the program is linked
  /// with.
  Bridge(const hostcall_api *api, hostcall_bridge handle, BridgeOptions options = {})
      : state_(std::make_shared<BridgeState>(BridgeState{api, handle, std::move(options)})) {
    if (state_->options.executor == nullptr) state_->options.executor = ThreadPool::shared();
  }
  Bridge(Bridge &&other) noexcept : state_(std::exchange(other.state_, moved())) {}
  /// Closes the bridge that is replaced.
  Bridge &operator=(Bridge &&other) noexcept {
    Bridge taken(std::move(other));
    std::swap(state_, taken.state_);
    return *this;
  }

  /// Closes the bridge; in a callback, where that is impossible, another thread does.
  ~Bridge() {
    if (!state_->is_supported()) return;
    if (state_->api->close(state_->handle) != HOSTCALL_INVALID_ARGUMENT) return;
    try {
      std::thread([state = state_] { state->api->close(state->handle); }).detach();
    } catch (...) {
      state_->report("the bridge stays open: there is no thread to close it");
    }
  }

  /// Closes the bridge: calls in both directions end as cancelled. Waits for callbacks, not for handlers.
  ///
  /// With a grace time, waits for calls to the core first, for as long as that. Inside a callback, such as a listener,
  /// it is an error. A second close has no effect.
  Result<> close(std::chrono::nanoseconds grace = {}) {
    if (!state_->is_supported()) return state_->unsupported();
    const std::int32_t status = state_->api->close_within(state_->handle, grace.count());
    if (status == HOSTCALL_INVALID_ARGUMENT) return state_->error(status, "close");
    return {};
  }

  /// Fails every call to the host that is pending. Their handlers see that they are stopped.
  ///
  /// At most 1024 bytes of the message are read. A NUL becomes "\0".
  Result<> fail_pending(Code code, std::string message) {
    if (!state_->is_supported()) return state_->unsupported();
    for (std::size_t at; (at = message.find('\0')) != std::string::npos;) message.replace(at, 1, "\\0");
    const auto number = static_cast<std::int32_t>(code);
    const std::int32_t status = state_->api->fail_pending(state_->handle, number, message.c_str());
    if (status != HOSTCALL_OK) return state_->error(status, "fail_pending");
    return {};
  }

  /// The counters of calls to the host and of events.
  Result<hostcall_statistics> statistics() const {
    if (!state_->is_supported()) return state_->unsupported();
    hostcall_statistics counters{};
    counters.size = sizeof counters;
    const std::int32_t status = state_->api->get_statistics(state_->handle, &counters);
    if (status != HOSTCALL_OK) return state_->error(status, "statistics");
    return counters;
  }

  /// Subscribes a listener to an event. Generated code has a function for each event of the core.
  template <class Event>
  Result<Subscription> subscribe(Listener<Event> listener, const ListenerOptions &options = {}) const {
    return hostcall::subscribe<Event>(state_, std::move(listener), options);
  }
  /// Emits an event.
  template <class Event>
  Result<> emit(const typename Event::Payload::Value &event) const {
    return hostcall::emit<Event>(state_, event);
  }

  /// What calls share; of generated code.
  const std::shared_ptr<BridgeState> &state() const { return state_; }

 private:
  /// The state of a bridge that was moved to another object. It is in static memory, so that a move does not throw, and
  /// never destroyed, since bridges with static storage may be destroyed after it would be.
  static std::shared_ptr<BridgeState> moved() noexcept {
    alignas(BridgeState) static std::byte memory[sizeof(BridgeState)];
    static auto *const state =
        new (memory) BridgeState{nullptr, 0, {.executor = nullptr}, "the bridge was moved to another object"};
    return {std::shared_ptr<void>(), state};
  }

  std::shared_ptr<BridgeState> state_;  // not null
};

}  // namespace hostcall
