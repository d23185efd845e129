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

/// Sends the items of a stream that the core reads. Copies refer to the same stream.
template <class Item>
class Sender {
 public:
  explicit Sender(std::shared_ptr<OpenCall> call) : call_(std::move(call)) {}

  /// Sends an item, when the core is ready for it. Returns false if the core has left the stream: then stop.
  ///
  /// Throws `std::invalid_argument` for an item that cannot be encoded.
  Task<bool> send(typename Item::Value item) const { return send(call_, std::move(item)); }

 private:
  static Task<bool> send(std::shared_ptr<OpenCall> call, typename Item::Value item) {
    for (;;) {
      const std::uint64_t seen = call->signal.count();
      std::int32_t status = HOSTCALL_OK;
      const std::string fault = Item::write(item, "item", [&](const std::uint8_t *bytes, std::size_t size) {
        status = call->bridge->api->send(call->bridge->handle, call->id, bytes, size);
      });
      if (!fault.empty()) throw std::invalid_argument(fault);
      if (status != HOSTCALL_WOULD_BLOCK || call->is_cancelled) co_return status == HOSTCALL_OK;
      co_await call->signal.after(seen);
    }
  }

  std::shared_ptr<OpenCall> call_;
};

}  // namespace hostcall
