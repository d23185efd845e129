// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "bridge_state.hpp"

namespace hostcall {

/// Something that changes, for which coroutines and threads wait.
///
/// A waiter reads the `count`, looks whether it has what it waits for, and if not waits until the count is another.
class Signal {
 public:
  class Change;

  /// The number of changes so far.
  std::uint64_t count() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }

  /// Resumes all that wait: coroutines on the executor.
  void change(const BridgeState &bridge) {
    std::vector<std::coroutine_handle<>> waiting;
    {
      const std::lock_guard lock(mutex_);
      count_++;
      waiting.swap(waiting_);
    }
    changed_.notify_all();
    for (const std::coroutine_handle<> one : waiting) bridge.post([one] { one.resume(); });
  }

  /// Blocks until the count is not `seen`.
  void wait(std::uint64_t seen) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, seen] { return count_ != seen; });
  }

  /// Awaits that the count is not `seen`. The signal must live until then.
  Change after(std::uint64_t seen);

 private:
  bool suspend(std::uint64_t seen, std::coroutine_handle<> waiter) {
    const std::lock_guard lock(mutex_);
    if (count_ != seen) return false;
    waiting_.push_back(waiter);
    return true;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t count_ = 0;
  std::vector<std::coroutine_handle<>> waiting_;
};

class Signal::Change {
 public:
  Change(Signal &signal, std::uint64_t seen) : signal_(signal), seen_(seen) {}
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiter) { return signal_.suspend(seen_, waiter); }
  void await_resume() const noexcept {}

 private:
  Signal &signal_;
  std::uint64_t seen_;
};

inline Signal::Change Signal::after(std::uint64_t seen) { return {*this, seen}; }

}  // namespace hostcall
