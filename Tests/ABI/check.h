/* A small harness: tests with names in sentences, checks that say what was found, and a watchdog for what hangs. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct test {
  const char *name;
  void (*run)(void);
};

/* Counts a failed check of the running test, and says where it was. Any thread. */
void check_failed(const char *file, int line, const char *text);
/* Runs `tests`; a test that takes over a minute ends the program. */
void run_tests(const char *subject, const struct test *tests, size_t count);
/* Prints `N passed, N failed`, and returns the exit status. */
int finish_tests(void);
/* The milliseconds of a clock that never goes back. */
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
/* Waits for ten seconds at most until the condition holds, and checks that it does. */
#define EVENTUALLY(condition)                                                         \
  do {                                                                                \
    for (int64_t end_ = now_ms() + 10000; !(condition) && now_ms() < end_;) sleep_ms(1); \
    CHECK(condition);                                                                 \
  } while (0)
#define RUN(subject, tests) run_tests(subject, tests, sizeof(tests) / sizeof *(tests))

#endif
