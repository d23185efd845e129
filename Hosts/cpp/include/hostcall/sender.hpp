// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "open_call.hpp"
#include "task.hpp"

namespace hostcall {

/// Sends the items of a stream that the core reads. Copies refer to the same stream, and may be used by any thread,
/// also at the same time: the order of their items is then unspecified.
template <class T>
class Sender {
 public:
  // Copied instead of moved: a moved-from sender would refer to nothing.
  Sender(const Sender &) = default;
  Sender &operator=(const Sender &) = default;

  /// Sends items of a method's `Response`.
  template <class Part>
  static Sender of(std::shared_ptr<OpenCall> call) {
    return Sender(std::move(call), attempt<Part>);
  }

  /// Sends an item, when the core is ready for it. Returns false if the core has left the stream: then stop.
  ///
  /// Throws `std::invalid_argument` for an item that cannot be encoded.
  Task<bool> send(T item) const { return send(call_, attempt_, std::move(item)); }

 private:
  /// Returns the status of sending an item, if there is credit.
  using Attempt = std::int32_t (*)(const OpenCall &call, const T &item);

  Sender(std::shared_ptr<OpenCall> call, Attempt function) : call_(std::move(call)), attempt_(function) {}

  template <class Part>
  static std::int32_t attempt(const OpenCall &call, const T &item) {
    std::int32_t status = HOSTCALL_OK;
    const std::string fault = Part::write(item, "item", [&](const std::uint8_t *bytes, std::size_t size) {
      status = call.bridge->api->send(call.bridge->handle, call.id, bytes, size);
    });
    if (!fault.empty()) throw std::invalid_argument(fault);
    return status;
  }

  static Task<bool> send(std::shared_ptr<OpenCall> call, Attempt attempt, T item) {
    for (;;) {
      const std::uint64_t seen = call->signal.count();
      const std::int32_t status = attempt(*call, item);
      if (status != HOSTCALL_WOULD_BLOCK || call->is_cancelled) co_return status == HOSTCALL_OK;
      co_await call->signal.after(seen);
    }
  }

  std::shared_ptr<OpenCall> call_;
  Attempt attempt_;
};

}  // namespace hostcall
