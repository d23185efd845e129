/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The behaviours, and what they share. */
#ifndef BEHAVIOURS_H
#define BEHAVIOURS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "host.h"

/* A behaviour returns NULL if it holds, and otherwise the reason; one that begins with SKIPPED says why C cannot have
 * it. `host` has a bridge of the whole core, with all handlers. */
struct behaviour {
  int number;
  const char *(*run)(struct host *host);
};

#define SKIPPED "skipped: "

extern const struct behaviour values[], containers[], outcomes[], versions[], deadlines[], metadata[], streams[],
    streams_to_core[], events[], closings[], loads[], ends[];

/* Returns a reason; the buffer belongs to the thread. */
const char *reason(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define EXPECT(condition) \
  if (!(condition)) return reason("%s:%d: %s", __FILE__, __LINE__, #condition)
#define EXPECT_IN(condition, text) \
  if (!(condition)) return reason("%s:%d: %s: %s", __FILE__, __LINE__, #condition, text)

/* Calls a function of the core on `host`, and waits; declares `name`, a result. */
#define CALL(name, function, ...) \
  conformance_##function##_result name = conformance_##function##_wait(host->bridge, __VA_ARGS__)
#define FREE(name, function) conformance_##function##_result_free(&name)
/* Expects a result to have succeeded. */
#define EXPECT_OK(name) EXPECT_IN((name).outcome == HOSTCALL_REPLY_OK, (name).message)

/* The options of a call with a timeout. */
#define WITHIN(milliseconds) (&(hostcall_typed_options){.timeout_ns = (milliseconds)*INT64_C(1000000)})

bool same_text(hostcall_text one, hostcall_text other);
bool same_bytes(hostcall_bytes one, hostcall_bytes other);
int64_t now_ms(void);
void sleep_ms(int64_t milliseconds);
/* Runs another program, or this one if `path` is NULL; returns its exit status, or 1000 and the signal. */
int run_child(const char *mode, int64_t limit_ms);
/* Runs what a child does; `mode` is that of run_child. */
int child(const char *mode);

#endif
