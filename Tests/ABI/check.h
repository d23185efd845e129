/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A small harness: tests named as sentences, checks that print what failed, and a watchdog. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct test {
  const char *name;
  void (*run)(void);
};

/* Records a failed check of the running test with its location. Any thread. */
void check_failed(const char *file, int line, const char *text);
/* Runs `tests`; a test that takes over a minute ends the program. */
void run_tests(const char *subject, const struct test *tests, size_t count);
/* Prints `N passed, N failed` and returns the exit status. */
int finish_tests(void);
/* Returns the time of the monotonic clock in milliseconds. */
int64_t now_ms(void);
void sleep_ms(int64_t milliseconds);

#define CHECK(condition) ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))
#define CHECK_STATUS(expression, expected)                                                          \
  do {                                                                                              \
    int32_t found_ = (expression);                                                                  \
    if (found_ != (expected)) {                                                                     \
      char text_[300];                                                                              \
      snprintf(text_, sizeof text_, "%s: found %d, expected " #expected, #expression, (int)found_); \
      check_failed(__FILE__, __LINE__, text_);                                                      \
    }                                                                                               \
  } while (0)
/* Waits for at most ten seconds until the condition holds, and checks it. */
#define EVENTUALLY(condition)                                                         \
  do {                                                                                \
    for (int64_t end_ = now_ms() + 10000; !(condition) && now_ms() < end_;) sleep_ms(1); \
    CHECK(condition);                                                                 \
  } while (0)
#define RUN(subject, tests) run_tests(subject, tests, sizeof(tests) / sizeof *(tests))

#endif
