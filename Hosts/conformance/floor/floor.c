/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "floor.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

enum { PAYLOAD_SIZE = 256 };

typedef enum step { FREE, READ_CLOCK, WAIT_FOR_CLOCK, FETCH_PROFILE, WAIT_FOR_PROFILE, REPLY } step;

typedef struct call {
  step step;
  hostcall_reply_fn reply;
  void *user_data;
  size_t request_len;
  _Alignas(16) uint8_t request[PAYLOAD_SIZE];
  uint8_t answer[PAYLOAD_SIZE]; /* copied, as the core copies answers */
} call;

/* {"greeting": "Welcome back, Ada", "loggedInAt": 1700000000.5, "tagCount": 2} */
_Alignas(16) static const uint8_t greeting[] =
    "\xa3\x68greeting\x71Welcome back, Ada\x6aloggedInAt\xfb\x41\xd9\x54\xfc\x40\x20\x00\x00\x68tagCount\x02";

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_filled = PTHREAD_COND_INITIALIZER;
/* Guarded by the lock: the calls, and the numbers of those whose next step is due, in a ring. */
static call calls[FLOOR_MAXIMUM_CALLS];
static size_t due[FLOOR_MAXIMUM_CALLS];
static size_t first, count, last_used;
static bool has_thread;

static hostcall_invoke_fn read_clock, fetch_profile;
static void *handlers_data;

/* With the lock held. */
static void add_due(size_t number) {
  due[(first + count++) % FLOOR_MAXIMUM_CALLS] = number;
  if (count == 1) pthread_cond_signal(&is_filled);
}

static void perform(size_t number, step next) {
  static const _Alignas(16) uint32_t clock_number = 0;
  call *self = &calls[number];
  if (next == READ_CLOCK) {
    read_clock(number + 1, (const uint8_t *)&clock_number, sizeof clock_number, handlers_data);
  } else if (next == FETCH_PROFILE) {
    fetch_profile(number + 1, self->request, self->request_len, handlers_data);
  } else {
    hostcall_reply_fn reply = self->reply;
    void *user_data = self->user_data;
    pthread_mutex_lock(&lock);
    self->step = FREE;
    pthread_mutex_unlock(&lock);
    reply(HOSTCALL_REPLY_OK, greeting, sizeof greeting - 1, user_data);
  }
}

static void *run(void *unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  for (;;) {
    while (count == 0) pthread_cond_wait(&is_filled, &lock);
    size_t number = due[first];
    first = (first + 1) % FLOOR_MAXIMUM_CALLS;
    count -= 1;
    step next = calls[number].step;
    if (next == READ_CLOCK) calls[number].step = WAIT_FOR_CLOCK;
    if (next == FETCH_PROFILE) calls[number].step = WAIT_FOR_PROFILE;
    pthread_mutex_unlock(&lock);
    perform(number, next);
    pthread_mutex_lock(&lock);
  }
  return NULL;
}

void floor_register(hostcall_invoke_fn clock, hostcall_invoke_fn profile, void *user_data) {
  read_clock = clock;
  fetch_profile = profile;
  handlers_data = user_data;
}

int32_t floor_complete(uint64_t call_id, const uint8_t *payload, size_t payload_len) {
  if (call_id == 0 || call_id > FLOOR_MAXIMUM_CALLS) return HOSTCALL_UNKNOWN_CALL;
  if (payload_len > PAYLOAD_SIZE) return HOSTCALL_RESOURCE_EXHAUSTED;
  int32_t status = HOSTCALL_UNKNOWN_CALL;
  pthread_mutex_lock(&lock);
  call *self = &calls[call_id - 1];
  if (self->step == WAIT_FOR_CLOCK || self->step == WAIT_FOR_PROFILE) {
    self->step = self->step == WAIT_FOR_CLOCK ? FETCH_PROFILE : REPLY;
    if (payload_len > 0) memcpy(self->answer, payload, payload_len);
    add_due(call_id - 1);
    status = HOSTCALL_OK;
  }
  pthread_mutex_unlock(&lock);
  return status;
}

int32_t floor_log_in(const uint8_t *request, size_t request_len, hostcall_reply_fn reply, void *user_data) {
  if (request_len > PAYLOAD_SIZE) return HOSTCALL_RESOURCE_EXHAUSTED;
  int32_t status = HOSTCALL_RESOURCE_EXHAUSTED;
  pthread_mutex_lock(&lock);
  if (!has_thread) {
    pthread_t thread;
    has_thread = pthread_create(&thread, NULL, run, NULL) == 0 && pthread_detach(thread) == 0;
  }
  for (size_t tries = 0; has_thread && tries < FLOOR_MAXIMUM_CALLS && status != HOSTCALL_OK; tries++) {
    last_used = (last_used + 1) % FLOOR_MAXIMUM_CALLS;
    call *self = &calls[last_used];
    if (self->step != FREE) continue;
    self->step = READ_CLOCK;
    self->reply = reply;
    self->user_data = user_data;
    self->request_len = request_len;
    if (request_len > 0) memcpy(self->request, request, request_len);
    add_due(last_used);
    status = HOSTCALL_OK;
  }
  pthread_mutex_unlock(&lock);
  return status;
}
