// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 71 to 74.
#include <unistd.h>

#include <fstream>
#include <future>

#include "behaviour.hpp"

using namespace conformance;

namespace {

bool log_in(Party &party) {
  const auto result = party.core.log_in({.user_id = 7}).get();
  return result && result->greeting == "Welcome back, Ada";
}

void threads(Party &party) {
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int index = 0; index < 50; index++) {
      threads.emplace_back([&] {
        for (int call = 0; call < 200; call++) right += log_in(party) ? 1 : 0;
      });
    }
  }
  EXPECT_IN(right == 10000, std::to_string(right));
}

void many(Party &party) { EXPECT(*party.core.call_many({.count = 1000}).get() == 1000); }

void depth(Party &party) { EXPECT(*party.core.core_descend({.depth = 10}).get() == 10); }

/// The memory of this process, in bytes.
long memory() {
  long size = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

hostcall::Task<int> log_in_often(const conformance::Core &core, int count) {
  int right = 0;
  for (int call = 0; call < count; call++) {
    const auto result = co_await core.log_in({.user_id = 7});
    right += result && result->greeting == "Welcome back, Ada" ? 1 : 0;
  }
  co_return right;
}

/// Logs in `count` times, with 64 calls at once.
void log_in_at_once(Party &party, int count) {
  std::vector<std::future<int>> parts;
  for (int part = 0; part < 64; part++) parts.push_back(hostcall::start(log_in_often(party.core, count / 64)));
  int right = 0;
  for (auto &part : parts) right += part.get();
  EXPECT_IN(right == count, std::to_string(right));
}

void flat(Party &party) {
  log_in_at_once(party, 20032);
  const long before = memory();
  log_in_at_once(party, 200000);
  const long grown = memory() - before;
  EXPECT_IN(grown < 32 << 20, "grown by " + std::to_string(grown / 1024) + " KiB");
}

const Behaviour all[]{{71, threads}, {72, many}, {73, depth}, {74, flat}};

}  // namespace
