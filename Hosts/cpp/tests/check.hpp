// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdio>
#include <thread>

/// The number of checks that have failed.
inline int failures = 0;

#define CHECK(condition)                                                   \
  do {                                                                     \
    if (!(condition)) {                                                    \
      failures++;                                                          \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                      \
  } while (false)

/// Waits for what another thread does.
template <class Condition>
bool eventually(Condition &&condition) {
  for (int attempt = 0; attempt < 5000 && !condition(); attempt++) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return condition();
}

void test_values();
void test_tasks();
void test_profile_core();
void test_moved_bridges();
void test_loops_that_run_once_more();
void test_streams();
void test_fake_core();
