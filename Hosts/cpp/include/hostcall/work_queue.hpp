// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace hostcall {

/// Work for threads that wait for it.
///
/// At most one thread is being woken at a time, and it wakes the next if there is more work. So a burst of short work
/// takes few wakes, each of which costs more than such work, and work that blocks does not hold back any other.
class WorkQueue {
 public:
  void push(std::function<void()> work) {
    bool wakes;
    {
      const std::lock_guard lock(mutex_);
      works_.push_back(std::move(work));
      wakes = begin_waking();
    }
    if (wakes) changed_.notify_one();
  }

  /// Runs work until `stop`, and what there is at that time.
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      while (works_.empty() && !is_stopped_) sleep(lock);
      if (works_.empty()) return;
      std::function<void()> work = std::move(works_.front());
      works_.pop_front();
      const bool wakes = begin_waking();
      lock.unlock();
      if (wakes) changed_.notify_one();
      work();
      work = nullptr;
      lock.lock();
    }
  }

  /// Lets every `run` return.
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      is_stopped_ = true;
    }
    changed_.notify_all();
  }

 private:
  void sleep(std::unique_lock<std::mutex> &lock) {
    sleeping_++;
    changed_.wait(lock);
    sleeping_--;
    is_waking_ = false;
  }

  /// Returns whether the caller must wake a thread, and notes that one is being woken.
  bool begin_waking() {
    if (works_.empty() || sleeping_ == 0 || is_waking_) return false;
    is_waking_ = true;
    return true;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> works_;
  std::size_t sleeping_ = 0;  ///< the threads in `sleep`
  bool is_waking_ = false;    ///< one of them was notified, and has not left `sleep` yet
  bool is_stopped_ = false;
};

}  // namespace hostcall
