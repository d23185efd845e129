/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host with a handler for every call of the conformance core. */
#ifndef HOST_H
#define HOST_H

#include <pthread.h>
#include <stdatomic.h>

#include "conformance_host.h"

/* A call of host_wait that is not cancelled yet. */
struct wait {
  struct wait *next;
  conformance_host_wait_call call;
  char key[64];
};

struct host {
  hostcall_bridge bridge;
  pthread_mutex_t mutex; /* guards the waits */
  struct wait *waits;
  char cancelled[64]; /* the key of the last call of host_wait that was cancelled */
  atomic_int cancellations;
  atomic_int invoked;  /* calls of echo_evolving */
  atomic_int late;     /* statuses of late answers that were refused */
  atomic_int threads;  /* threads that still answer */
  atomic_llong sent;   /* items of host_counts */
  atomic_int stopped;  /* streams that ended otherwise than by their own end */
  atomic_int released; /* times that `user_data` was released */
};

/* The core, which the program loads. */
extern const hostcall_api *api;
extern hostcall_bridge (*open_bridge)(void), (*open_changed)(void), (*open_partial)(void);
void load_core(const char *library);

/* Opens a bridge and registers all handlers; returns the status of the registration. */
int32_t host_open(struct host *host, hostcall_bridge (*open)(void));
/* Closes the bridge, and waits for the threads of the host. */
int32_t host_close(struct host *host);

/* Runs `function(argument)` on a thread of its own. */
void in_thread(void *(*function)(void *argument), void *argument);

#endif
