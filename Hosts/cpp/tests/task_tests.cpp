// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Tasks, executors and results, without a core.
#include <atomic>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "check.hpp"
#include "hostcall/interface.hpp"

namespace {

hostcall::Task<int> one() { co_return 1; }

/// Awaits so often that a stack would overflow if each took some of it.
hostcall::Task<int> sum(int count) {
  int total = 0;
  for (int index = 0; index < count; index++) total += co_await one();
  co_return total;
}

hostcall::Task<int> thrown() {
  throw std::out_of_range("far");
  co_return 0;
}

/// A pool goes on with the threads that the system allows, and fails if there are none.
void test_threads_that_cannot_be_started() {
  int left = 2;
  const auto start = [&left] {
    if (left-- <= 0) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    return std::thread([] {});
  };
  std::vector<std::thread> threads = hostcall::start_threads(5, start);
  CHECK(threads.size() == 2);
  for (std::thread &thread : threads) thread.join();
  threads = hostcall::start_threads(2, [is_first = true]() mutable {
    if (!std::exchange(is_first, false)) throw std::bad_alloc();
    return std::thread([] {});
  });
  CHECK(threads.size() == 1);
  for (std::thread &thread : threads) thread.join();
  try {
    hostcall::start_threads(1, start);
    CHECK(false);
  } catch (const std::system_error &) {
  }
}

/// Work that waits for other work, posted at once, finds a thread for each.
void test_work_that_blocks() {
  hostcall::ThreadPool pool(4);
  for (int round = 0; round < 50; round++) {
    const auto running = std::make_shared<std::atomic<int>>(0);
    const auto all_run = [running] { return *running == 4; };
    for (int index = 0; index < 4; index++) {
      pool.post([running, all_run] {
        (*running)++;
        eventually(all_run);
      });
    }
    CHECK(eventually(all_run));
    if (failures > 0) return;
  }
}

}  // namespace

void test_tasks() {
  test_work_that_blocks();
  test_threads_that_cannot_be_started();
  CHECK(hostcall::start(sum(300000)).get() == 300000);
  CHECK(hostcall::start(hostcall::Task<int>(3)).get() == 3);
  try {
    hostcall::start(thrown()).get();
    CHECK(false);
  } catch (const std::out_of_range &) {
  }

  int count = 0;
  {
    hostcall::ThreadPool pool(1);
    for (int index = 0; index < 100; index++) pool.post([&count] { count++; });
  }
  CHECK(count == 100);

  hostcall::Loop loop;
  loop.post([&] { loop.stop(); });
  loop.run();

  hostcall::Result<std::string, int> result = hostcall::fail(3);
  CHECK(!result && *result.failure() == 3 && result.error() == nullptr);
  hostcall::Bridge none(nullptr, 0);
  CHECK(none.close().message() == "there is no core");
}
