/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A small harness: tests named as sentences, and checks that print what failed. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct test {
  const char *name;
  void (*run)(void);
};

extern const struct test codec_tests[], value_tests[], list_tests[], call_tests[], stream_tests[];

void check_failed(const char *file, int line, const char *text);

#define CHECK(condition) ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))
/* Checks that a text contains another, and prints it if not. */
#define CHECK_IN(part, text) (strstr(text, part) != NULL ? (void)0 : check_failed(__FILE__, __LINE__, text))

#endif
