// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "executor.hpp"
#include "thread_pool.hpp"

namespace hostcall {

/// How a host uses its bridge.
struct BridgeOptions {
  /// Where handlers run and coroutines continue.
  std::shared_ptr<Executor> executor = ThreadPool::shared();
  /// Receives what no call can report, such as the exception of a listener, on any thread; by default a line on
  /// standard error.
  std::function<void(const std::string &)> report = [](const std::string &line) {
    std::fprintf(stderr, "hostcall: %s\n", line.c_str());
  };
};

}  // namespace hostcall
