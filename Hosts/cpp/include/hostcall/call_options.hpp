// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "hostcall.h"

namespace hostcall {

/// Text and bytes that a call carries beside its request; hostcall.h says what is allowed. The value of a key that ends
/// in "-bin" is any bytes.
using Metadata = std::map<std::string, std::string>;

/// What a host states about its call.
struct CallOptions {
  std::chrono::nanoseconds timeout{};  ///< until the call must end; 0 for no limit
  std::stop_token stop{};              ///< ends the call as cancelled
  Metadata metadata{};
  std::chrono::nanoseconds silence{};  ///< of a stream: how long the core may send nothing; 0 for no limit
  std::uint32_t buffer = 16;           ///< of a stream: how many items the core may send in advance, at least 1
};

/// Options that limit nothing. They are not made anew for each call, since GCC 12 moves temporary values of a statement
/// with `co_await` in memory, bit by bit. They live as long as the process.
inline const CallOptions &no_options() {
  static const CallOptions *const none = new CallOptions();
  return *none;
}

/// The same in C; valid as long as the options.
class RawCallOptions {
 public:
  RawCallOptions(const CallOptions &options, std::uint64_t fingerprint) {
    for (const auto &[key, value] : options.metadata) {
      fields_.push_back({.key = key.data(),
                         .key_len = key.size(),
                         .value = reinterpret_cast<const std::uint8_t *>(value.data()),
                         .value_len = value.size()});
    }
    options_ = {.size = sizeof options_,
                .timeout_ns = options.timeout.count(),
                .fingerprint = fingerprint,
                .metadata = fields_.data(),
                .metadata_count = fields_.size(),
                .silence_ns = options.silence.count()};
  }
  RawCallOptions(const RawCallOptions &) = delete;
  RawCallOptions &operator=(const RawCallOptions &) = delete;

  const hostcall_call_options *get() const { return &options_; }

 private:
  std::vector<hostcall_field> fields_;
  hostcall_call_options options_{};
};

}  // namespace hostcall
