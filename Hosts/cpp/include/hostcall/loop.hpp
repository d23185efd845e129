// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <utility>

#include "executor.hpp"
#include "work_queue.hpp"

namespace hostcall {

/// An executor that runs everything on the thread which calls `run`, such as the main thread.
///
/// After `stop`, close the bridge and call `run` once more: it runs what is left, such as the host's destructor, and
/// returns. On the loop's thread, a wait for a future of `Pending::future` or `start` would not end, since the
/// coroutine that sets it runs there: `co_await` the call, or `get` it.
class Loop : public Executor {
 public:
  void post(std::function<void()> work) override { queue_.push(std::move(work)); }

  /// Runs work until `stop`; after that, what was posted since.
  void run() { queue_.run(); }
  /// Lets `run` return when it has run what was posted before. May be called from any thread.
  void stop() { queue_.stop(); }

 private:
  WorkQueue queue_;
};

}  // namespace hostcall
