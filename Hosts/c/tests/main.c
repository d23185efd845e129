/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <unistd.h>

#include "check.h"

static int failures;
static const char *running;

void check_failed(const char *file, int line, const char *text) {
  printf("  %s:%d: %s: %s\n", file, line, running, text);
  failures++;
}

int main(void) {
  const struct test *const suites[] = {codec_tests, value_tests, list_tests, call_tests, stream_tests};
  int count = 0;
  alarm(60); /* for a thread that is never woken */
  for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
    for (const struct test *test = suites[i]; test->name != NULL; test++, count++) {
      running = test->name;
      test->run();
    }
  }
  printf("%d tests, %d failures\n", count, failures);
  return failures == 0 ? 0 : 1;
}
