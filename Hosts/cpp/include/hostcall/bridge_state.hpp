// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "bridge_options.hpp"
#include "error.hpp"
#include "hostcall.h"

namespace hostcall {

/// What everything of a bridge shares, and what outlives it.
struct BridgeState {
  const hostcall_api *api;
  hostcall_bridge handle;
  BridgeOptions options;
  const char *absence = "there is no core";  ///< why there is no `api`

  /// Whether the library has all functions that this header was written for.
  bool is_supported() const { return api != nullptr && api->size >= sizeof(hostcall_api); }

  /// Returns the error for a status of a function that has failed on this thread.
  Error error(std::int32_t status, const std::string &subject) const {
    char text[1024] = "";
    api->last_error(text, sizeof text);
    std::string message = text;
    if (message.empty()) message = api->status_name(status);
    if (message.find(subject) == std::string::npos) message.insert(0, subject + ": ");
    return {.code = code(status), .message = std::move(message)};
  }

  Error unsupported() const {
    return {.code = Code::failed_precondition,
            .message = api == nullptr ? absence : "the core's library is older than this host's hostcall.h"};
  }

  void report(const std::string &line) const noexcept {
    try {
      if (options.report) options.report(line);
    } catch (...) {
    }
  }

  /// Runs `work` on the executor; if that throws, on a thread of its own.
  void post(std::function<void()> work) const noexcept {
    try {
      if (options.executor != nullptr) return options.executor->post(work);
    } catch (...) {
      report("the executor threw an exception");
    }
    try {
      std::thread(std::move(work)).detach();
    } catch (...) {
      report("work was dropped: there is no thread to run it");
    }
  }

  static Code code(std::int32_t status) {
    switch (status) {
      case HOSTCALL_INVALID_ARGUMENT: return Code::invalid_argument;
      case HOSTCALL_INVALID_BRIDGE:
      case HOSTCALL_CLOSED: return Code::unavailable;
      case HOSTCALL_UNKNOWN_CALL:
      case HOSTCALL_NOTHING: return Code::not_found;
      case HOSTCALL_NOT_REGISTERED: return Code::unimplemented;
      case HOSTCALL_RESOURCE_EXHAUSTED: return Code::resource_exhausted;
      case HOSTCALL_ABI_MISMATCH:
      case HOSTCALL_SCHEMA_MISMATCH: return Code::failed_precondition;
      default: return Code::unknown;
    }
  }
};

}  // namespace hostcall
