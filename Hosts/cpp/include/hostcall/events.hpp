// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "callback_guard.hpp"
#include "exception_text.hpp"
#include "part.hpp"
#include "result.hpp"
#include "subscription.hpp"

namespace hostcall {

/// Receives an event, and the number of events that were dropped before it, or could not be decoded.
///
/// Runs on a thread of the bridge, one event after the other: it must not wait for the bridge. What it throws is
/// reported, and the next event follows.
template <class Event>
using Listener = std::function<void(const typename Event::Payload::Value &event, std::uint64_t dropped)>;

/// The callbacks of a listener.
template <class Event>
struct ListenerState {
  std::shared_ptr<BridgeState> bridge;
  Listener<Event> listener;
  std::uint64_t dropped_before = 0;  ///< since the last event that was delivered, also those that cannot be decoded

  static void HOSTCALL_CALL event(const char *, const std::uint8_t *bytes, std::size_t size, std::uint64_t dropped,
                                  void *user_data) noexcept {
    const CallbackGuard guard;
    auto *self = static_cast<ListenerState *>(user_data);
    self->dropped_before += dropped;
    try {
      typename Event::Payload::Value value{};
      const std::string root = std::string(Event::name) + ": event";
      const std::string fault = Event::Payload::read(bytes, size, root.c_str(), value);
      if (!fault.empty()) {
        self->dropped_before++;
        return self->bridge->report(fault);
      }
      self->listener(value, std::exchange(self->dropped_before, 0));
    } catch (...) {
      self->bridge->report("a listener of " + std::string(Event::name) + " threw " + current_exception_text());
    }
  }

  /// Drops the listener on the executor: its destructor is the host's code.
  static void HOSTCALL_CALL release(void *user_data) noexcept {
    const CallbackGuard guard;
    auto *self = static_cast<ListenerState *>(user_data);
    const std::shared_ptr<BridgeState> bridge = self->bridge;
    bridge->post([self] { delete self; });
  }
};

/// Subscribes a listener to an event of the core.
template <class Event>
Result<Subscription> subscribe(const std::shared_ptr<BridgeState> &bridge, Listener<Event> listener,
                               const ListenerOptions &options) {
  using State = ListenerState<Event>;
  if (!bridge->is_supported()) return bridge->unsupported();
  if (!listener) return Error{.code = Code::invalid_argument, .message = "there is no listener"};
  auto state = std::make_unique<State>(bridge, std::move(listener));
  const hostcall_listener raw{.size = sizeof raw,
                              .event = State::event,
                              .release = State::release,
                              .user_data = state.get(),
                              .policy = static_cast<std::int32_t>(options.policy.value_or(Event::policy)),
                              .capacity = options.capacity};
  std::uint64_t id = 0;
  const std::int32_t status = bridge->api->subscribe(bridge->handle, Event::name, &raw, &id);
  if (status != HOSTCALL_OK) return bridge->error(status, Event::name);
  static_cast<void>(state.release());
  return Subscription(bridge, id);
}

/// Emits an event.
template <class Event>
Result<> emit(const std::shared_ptr<BridgeState> &bridge, const typename Event::Payload::Value &value) {
  if (!bridge->is_supported()) return bridge->unsupported();
  Result<> result;
  std::string fault = Event::Payload::write(value, Event::name, [&](const std::uint8_t *bytes, std::size_t size) {
    const std::int32_t status = bridge->api->emit(bridge->handle, Event::name, bytes, size);
    if (status != HOSTCALL_OK) result = bridge->error(status, Event::name);
  });
  if (!fault.empty()) return Error{.code = Code::invalid_argument, .message = std::move(fault)};
  return result;
}

}  // namespace hostcall
