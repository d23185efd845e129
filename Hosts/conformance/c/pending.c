/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "pending.h"

void replied(struct pending *pending, int32_t outcome, int32_t code, const char *message) {
  pthread_mutex_lock(&pending->mutex);
  pending->outcome = outcome;
  pending->code = code;
  snprintf(pending->message, sizeof pending->message, "%s", message);
  pending->is_done = true;
  pthread_cond_signal(&pending->replied);
  pthread_mutex_unlock(&pending->mutex);
}

void await_reply(struct pending *pending) {
  pthread_mutex_lock(&pending->mutex);
  while (!pending->is_done) pthread_cond_wait(&pending->replied, &pending->mutex);
  pthread_mutex_unlock(&pending->mutex);
}

void core_wait_replied(const conformance_core_wait_result *result, void *user_data) {
  replied(user_data, result->outcome, result->code, result->message);
}

void core_counts_ended(const conformance_core_counts_result *result, void *user_data) {
  replied(user_data, result->outcome, result->code, result->message);
}
