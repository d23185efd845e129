/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "log_in.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "messages.h"

struct waiting {
  pthread_mutex_t mutex;
  pthread_cond_t replied;
  bool is_done;
  struct log_in result;
};

/* Runs on a thread of the bridge: copies the fields of the payload, and wakes the waiting thread. */
static void reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct waiting *waiting = user_data;
  struct log_in *result = &waiting->result;
  pthread_mutex_lock(&waiting->mutex);
  result->outcome = outcome;
  if (outcome == HOSTCALL_REPLY_OK) {
    read_text(payload, length, "greeting", result->greeting, sizeof result->greeting);
    read_double(payload, length, "loggedInAt", &result->logged_in_at);
    read_uint(payload, length, "tagCount", &result->tag_count);
  } else if (outcome == HOSTCALL_REPLY_FAILURE) {
    read_text(payload, length, "code", result->code, sizeof result->code);
    read_text(payload, length, "message", result->message, sizeof result->message);
  }
  waiting->is_done = true;
  pthread_cond_signal(&waiting->replied);
  pthread_mutex_unlock(&waiting->mutex);
}

struct log_in log_in(hostcall_bridge bridge, uint64_t user_id, uint64_t timeout_ms) {
  struct waiting waiting = {.mutex = PTHREAD_MUTEX_INITIALIZER, .replied = PTHREAD_COND_INITIALIZER};
  struct message request = log_in_request(user_id, timeout_ms);
  int32_t status = hostcall_call(bridge, "log_in", request.bytes, request.length, reply, &waiting, NULL);
  free(request.bytes);
  if (status == HOSTCALL_OK) {
    pthread_mutex_lock(&waiting.mutex);
    while (!waiting.is_done) pthread_cond_wait(&waiting.replied, &waiting.mutex);
    pthread_mutex_unlock(&waiting.mutex);
  }
  waiting.result.status = status;
  return waiting.result;
}
