/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "host.h"

#include <stdlib.h>
#include <string.h>

/* {"name": "Ada", "tags": ["x", "y"], "balanceCents": -1} */
const uint8_t ada[] = "\xa3\x64name\x63\x41\x64\x61\x64tags\x82\x61x\x61y\x6c\x62\x61lanceCents\x20";
const size_t ada_length = sizeof ada - 1;

static const double clock_seconds = 12.5;

static void note_request(struct host *host, const uint8_t *request) {
  if (request == NULL || (uintptr_t)request % 16 != 0) host->misaligned_count++;
}

static void read_clock(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  note_request(host, request);
  if (length != 4) check_failed(__FILE__, __LINE__, "expected a request of four bytes for read_clock");
  host->clock_count++;
  hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, host->clock_answer, host->clock_length);
}

static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  note_request(host, request);
  int place = host->fetch_count++;
  if (place < most_calls) host->fetched[place] = call_id;
  host->fetch(host, call_id, request, length);
}

static void cancel(uint64_t call_id, void *user_data) {
  struct host *host = user_data;
  host->last_cancelled = call_id;
  host->cancel_count++;
}

static void release(void *user_data) { ((struct host *)user_data)->release_count++; }

hostcall_handler host_handler(struct host *host) {
  return (hostcall_handler){sizeof(hostcall_handler), fetch_profile, cancel, release, host, 0};
}

void host_open(struct host *host, on_fetch fetch) {
  memset(host, 0, sizeof *host);
  host->bridge = profile_core_open();
  host->fetch = fetch;
  host->clock_answer = (const uint8_t *)&clock_seconds;
  host->clock_length = sizeof clock_seconds;
  hostcall_handler handler = host_handler(host);
  CHECK(host->bridge != 0 && host->bridge < (uint64_t)1 << 53);
  CHECK_STATUS(hostcall_register(host->bridge, "read_clock", read_clock, host), HOSTCALL_OK);
  CHECK_STATUS(hostcall_register_handler(host->bridge, "fetch_profile", &handler), HOSTCALL_OK);
}

void host_close(struct host *host) { CHECK_STATUS(hostcall_close(host->bridge), HOSTCALL_OK); }

void keep_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct reply *reply = user_data;
  if (payload == NULL) check_failed(__FILE__, __LINE__, "a reply's payload is NULL");
  reply->outcome = outcome;
  reply->length = length;
  memcpy(reply->payload, payload, length < sizeof reply->payload ? length : sizeof reply->payload);
  reply->count++;
}

int32_t log_in_start(struct host *host, struct reply *reply, uint8_t timeout_ms, uint64_t *call_id) {
  /* {"userID": 7} and {"userID": 7, "timeoutMilliseconds": N} */
  static const uint8_t plain[] = "\xa1\x66userID\x07";
  uint8_t timed[] = "\xa2\x66userID\x07\x73timeoutMilliseconds\x18\x00";
  timed[sizeof timed - 2] = timeout_ms;
  const uint8_t *request = timeout_ms == 0 ? plain : timed;
  /* Encoded in one byte if below 24; the tests use 24 and more. */
  size_t length = (timeout_ms == 0 ? sizeof plain : sizeof timed) - 1;
  memset(reply, 0, sizeof *reply);
  return hostcall_call(host->bridge, "log_in", request, length, keep_reply, reply, call_id);
}

#if HOSTCALL_ABI_MINOR >= 2
int32_t log_in_with_options(struct host *host, struct reply *reply, const hostcall_call_options *options, uint64_t *call_id) {
  memset(reply, 0, sizeof *reply);
  return hostcall_call_with(host->bridge, "log_in", (const uint8_t *)"\xa1\x66userID\x07", 9, options, keep_reply, reply,
                            call_id);
}
#endif

void log_in(struct host *host, struct reply *reply, uint8_t timeout_ms) {
  CHECK_STATUS(log_in_start(host, reply, timeout_ms, NULL), HOSTCALL_OK);
  EVENTUALLY(reply->count == 1);
}

bool reply_fails_with(const struct reply *reply, const char *text) {
  return reply->outcome == HOSTCALL_REPLY_FAILURE && memmem(reply->payload, reply->length, text, strlen(text)) != NULL;
}

void check_still_works(struct host *host) {
  struct reply reply;
  on_fetch before = host->fetch;
  host->fetch = answer_ada;
  log_in(host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK(memmem(reply.payload, reply.length, "Welcome back, Ada", 17) != NULL);
  host->fetch = before;
}

int32_t complete_ada(struct host *host, uint64_t call_id) {
  return hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, ada, ada_length);
}

void answer_ada(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
}

void never_answer(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)host, (void)call_id, (void)request, (void)length;
}

void on_threads(int count, void *(*body)(void *), void *argument) {
  pthread_t threads[64];
  for (int i = 0; i < count; i++) {
    if (pthread_create(&threads[i], NULL, body, argument) != 0) abort();
  }
  for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
}
