/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "check.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static atomic_int failed_checks;
static int passed, failed;

void check_failed(const char *file, int line, const char *text) {
  failed_checks++;
  printf("    ✘ %s:%d: %s\n", file, line, text);
  fflush(stdout);
}

void run_tests(const char *subject, const struct test *tests, size_t count) {
  printf("%s\n", subject);
  for (size_t i = 0; i < count; i++) {
    printf("  %s\n", tests[i].name);
    fflush(stdout);
    failed_checks = 0;
    alarm(60);
    tests[i].run();
    alarm(0);
    if (failed_checks == 0) {
      passed++;
    } else {
      failed++;
    }
  }
}

int finish_tests(void) {
  printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void sleep_ms(int64_t milliseconds) {
  struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  nanosleep(&time, NULL);
}
