/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The harness of the process tests: each scenario runs in a process of its own, which loads a library with the core and
 * uses it through its table of functions. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "hostcall.h"

struct scenario {
  const char *name;
  /* The body of the process; returns 0 on success. */
  int (*run)(void);
  /* The expected exit status of the process. */
  int status;
};

extern const struct scenario ends[], shortages[], lives[], memory[], threads[];

/* -- The library --------------------------------------------------------------------------------------- */

extern const hostcall_api *api;
/* Loads the library and sets `api`. */
void library_load(void);
void library_unload(void);
/* Opens a bridge; returns 0 on failure. */
hostcall_bridge bridge_open(void);

/* -- A host ---------------------------------------------------------------------------------------------- */

struct host {
  hostcall_bridge bridge;
  atomic_int invoked, cancelled, released, replied;
  _Atomic uint64_t call_id;   /* of the last fetch_profile */
  _Atomic int32_t outcome;    /* of the last reply */
  char payload[256];
  /* Called first in each callback; NULL for nothing. */
  void (*in_invoke)(void), (*in_cancel)(void), (*in_reply)(void), (*in_release)(void);
  bool answers;
};

/* Registers read_clock, which is answered at once, and fetch_profile, which is answered if `host->answers`. */
bool host_open(struct host *host);
/* Calls log_in for user 7 and returns the status; the timeout is in milliseconds, 0 for none. */
int32_t host_log_in(struct host *host, uint8_t timeout_ms, uint64_t *call_id);
int32_t host_answer(struct host *host, uint64_t call_id);

/* -- Checks ---------------------------------------------------------------------------------------------- */

int64_t now_ms(void);
void sleep_ms(int64_t milliseconds);
/* Limits a resource of this process. */
void process_limit(int resource, rlim_t value);

#define FAIL(...) return printf("    %s:%d: ", __FILE__, __LINE__), printf(__VA_ARGS__), printf("\n"), fflush(stdout), 1
#define REQUIRE(condition) \
  do {                     \
    if (!(condition)) FAIL("%s", #condition); \
  } while (0)
/* Waits for at most ten seconds until the condition holds. */
#define AWAIT(condition)                                                             \
  do {                                                                               \
    for (int64_t end_ = now_ms() + 10000; !(condition) && now_ms() < end_;) sleep_ms(1); \
    REQUIRE(condition);                                                              \
  } while (0)
/* Evaluates `action`, and fails if it takes longer than ten seconds. */
#define IN_TIME(action)                                    \
  do {                                                     \
    int64_t start_ = now_ms();                             \
    REQUIRE(action);                                       \
    if (now_ms() - start_ > 10000) FAIL("%s takes %d ms", #action, (int)(now_ms() - start_)); \
  } while (0)

#endif
