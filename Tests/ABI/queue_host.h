/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host for the tests of queues: none of its functions is called. */
#ifndef QUEUE_HOST_H
#define QUEUE_HOST_H

#include "host.h"

#if HOSTCALL_ABI_MINOR >= 2

struct queue_host {
  hostcall_bridge bridge;
  hostcall_message message; /* the latest message */
  uint64_t last_fetch;      /* the latest call of fetch_profile */
  int cancels;              /* how many queue_drain has taken */
  char clock, profile, call; /* their addresses are the user_data of both handlers and of log_in */
};

/* Opens a bridge with a queue and registers ProfileCore's two functions. */
void queue_open(struct queue_host *host, hostcall_wake_fn wake, void *user_data);
/* Calls log_in for user 7. */
int32_t queue_log_in(struct queue_host *host, uint64_t *call_id);
/* Takes the next message within ten seconds, and checks its kind and what its other fields must be. */
void queue_expect(struct queue_host *host, int32_t kind);
/* Checks that there is no message. */
void queue_expect_nothing(struct queue_host *host);
/* Logs in as far as the call of fetch_profile, which is the latest message, and is not answered. */
void queue_until_fetch(struct queue_host *host, uint64_t *call_id);
int32_t queue_answer_clock(hostcall_bridge bridge, uint64_t call_id);
int32_t queue_answer_profile(hostcall_bridge bridge, uint64_t call_id);
/* Answers the latest message if it is an invoke, either of them. */
void queue_answer(struct queue_host *host);
/* Takes messages until the bridge is closed, and checks that one is a release of each handler. */
void queue_drain(struct queue_host *host);
/* Closes and drains. */
void queue_close(struct queue_host *host);
/* The number of calls in flight from the core. */
uint64_t queue_in_flight(const struct queue_host *host);

#endif
#endif
