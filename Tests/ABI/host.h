/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host for the tests. It registers ProfileCore's two functions and handles their calls as the test says. Its CBOR is
 * written by hand, independently of the codec under test. */
#ifndef HOST_H
#define HOST_H

#include <pthread.h>
#include <stdatomic.h>

#include "check.h"
#include "profile_core.h"

struct host;
/* A test's reaction to a call of fetch_profile. */
typedef void (*on_fetch)(struct host *host, uint64_t call_id, const uint8_t *request, size_t length);

enum { most_calls = 4096 };

struct host {
  hostcall_bridge bridge;
  on_fetch fetch;
  /* The answer of read_clock: eight bytes by default. */
  const uint8_t *clock_answer;
  size_t clock_length;
  /* A record of what happened. */
  _Atomic uint64_t fetched[most_calls]; /* call IDs, in order */
  atomic_int fetch_count, clock_count, cancel_count, release_count, misaligned_count;
  _Atomic uint64_t last_cancelled;
  /* For the test's own use. */
  atomic_int note;
};

/* Opens a bridge and registers both functions, the second with cancel and release. */
void host_open(struct host *host, on_fetch fetch);
/* Returns a handler of fetch_profile for `host`. */
hostcall_handler host_handler(struct host *host);
/* Closes the bridge and checks that it was open. */
void host_close(struct host *host);

/* The answer to a call to the core. */
struct reply {
  atomic_int count; /* how often `reply` was called */
  int32_t outcome;
  size_t length;
  uint8_t payload[512]; /* truncated if longer */
};

/* A hostcall_reply_fn whose user_data is a struct reply. */
void keep_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data);
/* Calls log_in for user 7 and returns the status. A timeout of 0 means none. */
int32_t log_in_start(struct host *host, struct reply *reply, uint8_t timeout_ms, uint64_t *call_id);
#if HOSTCALL_ABI_MINOR >= 2
/* Calls log_in for user 7 with options. */
int32_t log_in_with_options(struct host *host, struct reply *reply, const hostcall_call_options *options, uint64_t *call_id);
#endif
/* Calls log_in and waits for the reply. */
void log_in(struct host *host, struct reply *reply, uint8_t timeout_ms);
/* Returns whether the reply is a failure whose payload contains `text`. */
bool reply_fails_with(const struct reply *reply, const char *text);
/* Logs in and checks that the bridge still works. */
void check_still_works(struct host *host);

/* -- Reactions to a call of fetch_profile ---------------------------------------------------------- */

void answer_ada(struct host *host, uint64_t call_id, const uint8_t *request, size_t length);
void never_answer(struct host *host, uint64_t call_id, const uint8_t *request, size_t length);
/* Answers with the profile of Ada and returns the status. */
int32_t complete_ada(struct host *host, uint64_t call_id);

/* Runs `body(argument)` on `count` threads at once and waits for them. */
void on_threads(int count, void *(*body)(void *), void *argument);

extern const uint8_t ada[];
extern const size_t ada_length;

#endif
