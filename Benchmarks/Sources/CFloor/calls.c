/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "inbox.h"

// -- The host ------------------------------------------------------------------------------------------

struct floor_host {
  floor_inbox *requests;
  pthread_mutex_t sending;
  floor_answer answer;
  uint64_t target;
  pthread_t thread;
};

static void *host_thread(void *context) {
  floor_host *host = context;
  for (;;) {
    floor_message *message = floor_inbox_wait(host->requests);
    while (message != NULL) {
      floor_message *next = message->next;
      bool is_last = message->call_id == 0;
      if (!is_last) {
        host->answer(host->target, message->call_id, 0, message_bytes(message), message->length);
      }
      floor_inbox_recycle(host->requests, message);
      if (is_last) return NULL;
      message = next;
    }
  }
}

static floor_host *start(floor_answer answer, uint64_t target, bool looks_out) {
  floor_host *host = calloc(1, sizeof *host);
  if (host == NULL) abort();
  host->requests = floor_inbox_create(looks_out);
  pthread_mutex_init(&host->sending, NULL);
  host->answer = answer;
  host->target = target;
  if (pthread_create(&host->thread, NULL, host_thread, host) != 0) abort();
  return host;
}

floor_host *floor_host_start(floor_answer answer, uint64_t target) { return start(answer, target, true); }

void floor_host_stop(floor_host *host) {
  floor_inbox_poke(host->requests);
  pthread_join(host->thread, NULL);
  floor_inbox_destroy(host->requests);
  pthread_mutex_destroy(&host->sending);
  free(host);
}

void floor_host_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *host) {
  floor_inbox_put(((floor_host *)host)->requests, call_id, request, length);
}

void floor_host_invoke_shared(uint64_t call_id, const uint8_t *request, size_t length, void *context) {
  floor_host *host = context;
  pthread_mutex_lock(&host->sending);
  floor_host_invoke(call_id, request, length, host);
  pthread_mutex_unlock(&host->sending);
}

void floor_inline_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *context) {
  const floor_inline *host = context;
  host->answer(host->target, call_id, 0, request, length);
}

void floor_silent_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

void floor_resume(void (*resume)(void *context), void *context) { resume(context); }

// -- The core's side of its calls -------------------------------------------------------------------------

static uint64_t checksum;

// Receives the available answers, and returns their number.
static uint64_t take_answers(floor_inbox *answers) {
  uint64_t taken = 0;
  floor_message *message = floor_inbox_wait(answers);
  while (message != NULL) {
    floor_message *next = message->next;
    checksum += message_bytes(message)[0];
    floor_inbox_recycle(answers, message);
    message = next;
    taken++;
  }
  return taken;
}

static void run(size_t length, uint64_t window, uint64_t count, bool in_batches) {
  floor_inbox *answers = floor_inbox_create(true);
  floor_host *host = floor_host_start(floor_inbox_answer, (uintptr_t)answers);
  uint8_t *request = calloc(1, length);
  uint64_t sent = 0, taken = 0;
  while (taken < count) {
    if (!in_batches || sent == taken) {
      while (sent < count && sent - taken < window) floor_host_invoke(++sent, request, length, host);
    }
    taken += take_answers(answers);
  }
  free(request);
  floor_host_stop(host);
  floor_inbox_destroy(answers);
}

void floor_round_trips(size_t length, uint64_t window, uint64_t count) { run(length, window, count, false); }

void floor_batches(size_t length, uint64_t window, uint64_t count) { run(length, window, count, true); }

// -- The host's side of its calls -------------------------------------------------------------------------

static void receive(int32_t outcome, const uint8_t *payload, size_t length, void *answers) {
  if (outcome != 0) abort();
  floor_inbox_put(answers, 1, payload, length);
}

void floor_call_core(floor_call call, uint64_t bridge, const char *name, const uint8_t *request, size_t length,
                     uint64_t window, uint64_t count) {
  floor_inbox *answers = floor_inbox_create(false);
  uint64_t sent = 0, taken = 0;
  while (taken < count) {
    for (; sent < count && sent - taken < window; sent++) {
      if (call(bridge, name, request, length, receive, answers, NULL) != 0) abort();
    }
    taken += take_answers(answers);
  }
  floor_inbox_destroy(answers);
}

static int32_t forward(uint64_t host, uint64_t call_id, int32_t outcome, const uint8_t *bytes, size_t length) {
  (void)outcome;
  floor_host_invoke(call_id, bytes, length, (void *)(uintptr_t)host);
  return 0;
}

void floor_relays(size_t threads, const uint8_t *request, size_t length, uint64_t window, uint64_t count) {
  floor_inbox *answers = floor_inbox_create(false);
  floor_host *hosts[8];
  if (threads == 0 || threads > sizeof hosts / sizeof *hosts) abort();
  // Starts from the last, since each host passes its answers on to the next.
  hosts[threads - 1] = start(floor_inbox_answer, (uintptr_t)answers, false);
  for (size_t i = threads - 1; i > 0; i--) hosts[i - 1] = start(forward, (uintptr_t)hosts[i], false);
  uint64_t sent = 0, taken = 0;
  while (taken < count) {
    while (sent < count && sent - taken < window) floor_host_invoke(++sent, request, length, hosts[0]);
    taken += take_answers(answers);
  }
  for (size_t i = 0; i < threads; i++) floor_host_stop(hosts[i]);
  floor_inbox_destroy(answers);
}
