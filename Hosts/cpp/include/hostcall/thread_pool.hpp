// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "executor.hpp"
#include "work_queue.hpp"

namespace hostcall {

/// Returns `count` threads, each of them a result of `start`; fewer if that throws for one after the first.
template <class Start>
std::vector<std::thread> start_threads(std::size_t count, Start &&start) {
  std::vector<std::thread> threads;
  threads.reserve(count);
  try {
    while (threads.size() < count) threads.push_back(start());
  } catch (...) {  // of any type: a thread that is not joined must not be destroyed
    if (threads.empty()) throw;
  }
  return threads;
}

/// An executor with threads of its own.
///
/// A handler that blocks keeps one of them busy: one that waits for the core should be a coroutine.
class ThreadPool : public Executor {
 public:
  /// Starts `count` threads, at least one; fewer if the system refuses some, and throws `std::system_error` if it
  /// refuses all.
  explicit ThreadPool(std::size_t count = default_count())
      : threads_(start_threads(std::max<std::size_t>(count, 1),
                               [this] { return std::thread([queue = queue_] { queue->run(); }); })) {}

  /// Waits until all work has run; on one of the pool's threads, only for that of the others.
  ~ThreadPool() override {
    queue_->stop();
    for (std::thread &thread : threads_) {
      if (thread.get_id() == std::this_thread::get_id()) {
        thread.detach();
      } else {
        thread.join();
      }
    }
  }

  ThreadPool(const ThreadPool &) = delete;
  ThreadPool &operator=(const ThreadPool &) = delete;

  void post(std::function<void()> work) override { queue_->push(std::move(work)); }

  /// A pool that lives as long as the process, and so runs on while it ends.
  static std::shared_ptr<Executor> shared() {
    static const auto *const pool = new std::shared_ptr<Executor>(std::make_shared<ThreadPool>());
    return *pool;
  }

  static std::size_t default_count() { return std::max<std::size_t>(std::thread::hardware_concurrency(), 4); }

 private:
  std::shared_ptr<WorkQueue> queue_ = std::make_shared<WorkQueue>();
  std::vector<std::thread> threads_;
};

}  // namespace hostcall
