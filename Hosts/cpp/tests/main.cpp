// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#include "check.hpp"

int main() {
  test_values();
  test_tasks();
  test_profile_core();
  test_moved_bridges();
  test_loops_that_run_once_more();
  test_streams();
  test_fake_core();
  if (failures == 0) std::printf("All tests of the C++ runtime passed.\n");
  return failures == 0 ? 0 : 1;
}
