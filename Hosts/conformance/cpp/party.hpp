// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "echo_host.hpp"
#include "hostcall/library.hpp"

/// The core that the driver has loaded.
const hostcall::Library &library();

/// A bridge with a host of its own.
class Party {
 public:
  /// Opens a bridge with a function of the core, without registering the host.
  explicit Party(const char *open = "conformance_open");

  /// Registers the host.
  hostcall::Result<> enter() { return conformance::register_host(bridge, host); }

  /// What the bridge has reported.
  std::vector<std::string> reports() const {
    const std::lock_guard lock(log_->mutex);
    return log_->lines;
  }

 private:
  struct Log {
    std::mutex mutex;
    std::vector<std::string> lines;
  };
  std::shared_ptr<Log> log_ = std::make_shared<Log>();

 public:
  std::shared_ptr<EchoHost> host = std::make_shared<EchoHost>();
  hostcall::Bridge bridge;
  conformance::Core core;
};
