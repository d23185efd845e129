// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <functional>

namespace hostcall {

/// Runs what continues: handlers of calls, and coroutines that have waited. A host with a loop of its own implements
/// `post` with it.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Runs the work later, and never before it returns. May be called from any thread, and must not block. The work does
  /// not throw.
  virtual void post(std::function<void()> work) = 0;
};

}  // namespace hostcall
