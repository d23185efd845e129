/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A call whose reply another thread receives. */
#ifndef PENDING_H
#define PENDING_H

#include "behaviours.h"

struct pending {
  pthread_mutex_t mutex;
  pthread_cond_t replied;
  bool is_done;
  int32_t outcome, code;
  char message[200];
};

#define PENDING \
  { .mutex = PTHREAD_MUTEX_INITIALIZER, .replied = PTHREAD_COND_INITIALIZER }

/* Records a reply. */
void replied(struct pending *pending, int32_t outcome, int32_t code, const char *message);
void await_reply(struct pending *pending);

/* The replies of calls; `user_data` is a struct pending. */
void core_wait_replied(const conformance_core_wait_result *result, void *user_data);
void core_counts_ended(const conformance_core_counts_result *result, void *user_data);

#endif
