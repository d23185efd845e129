/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "queue_host.h"

#include <string.h>

#if HOSTCALL_ABI_MINOR >= 2

static const int64_t ten_seconds = 10000000000;

void queue_open(struct queue_host *host, hostcall_wake_fn wake, void *user_data) {
  memset(host, 0, sizeof *host);
  host->message.size = sizeof host->message;
  host->bridge = profile_core_open();
  CHECK(host->bridge != 0);
  CHECK_STATUS(hostcall_queue_enable(host->bridge, wake, user_data), HOSTCALL_OK);
  hostcall_handler handler = {.size = sizeof handler,
                              .user_data = &host->profile,
                              .fingerprint = PROFILE_CORE_FETCH_PROFILE_FINGERPRINT};
  CHECK_STATUS(hostcall_register(host->bridge, "read_clock", NULL, &host->clock), HOSTCALL_OK);
  CHECK_STATUS(hostcall_register_handler(host->bridge, "fetch_profile", &handler), HOSTCALL_OK);
}

int32_t queue_log_in(struct queue_host *host, uint64_t *call_id) {
  static const uint8_t request[] = "\xa1\x66userID\x07";
  return hostcall_call(host->bridge, "log_in", request, sizeof request - 1, NULL, &host->call, call_id);
}

/* Checks the fields that depend on the kind. */
static void check_fields(const struct queue_host *host) {
  const hostcall_message *message = &host->message;
  bool is_clock = message->user_data == &host->clock;
  CHECK(message->size == sizeof *message && message->count == 0 && message->token != 0);
  CHECK(message->bytes != NULL && (uintptr_t)message->bytes % 16 == 0);
  CHECK((message->call_id == 0) == (message->kind == HOSTCALL_MESSAGE_RELEASE));
  if (message->kind == HOSTCALL_MESSAGE_REPLY) {
    CHECK(message->user_data == &host->call && message->name == NULL);
  } else {
    CHECK(is_clock || message->user_data == &host->profile);
    CHECK(message->name != NULL && strcmp(message->name, is_clock ? "read_clock" : "fetch_profile") == 0);
    CHECK(message->outcome == 0);
  }
  if (message->kind == HOSTCALL_MESSAGE_INVOKE && is_clock) CHECK(message->length == 4);
}

void queue_expect(struct queue_host *host, int32_t kind) {
  CHECK_STATUS(hostcall_next(host->bridge, &host->message, ten_seconds), HOSTCALL_OK);
  CHECK_STATUS(host->message.kind, kind);
  check_fields(host);
}

void queue_expect_nothing(struct queue_host *host) {
  CHECK_STATUS(hostcall_next(host->bridge, &host->message, 0), HOSTCALL_NOTHING);
  CHECK(host->message.size == sizeof host->message && host->message.kind == 0 && host->message.bytes == NULL);
}

int32_t queue_answer_clock(hostcall_bridge bridge, uint64_t call_id) {
  double seconds = 12.5;
  return hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
}

int32_t queue_answer_profile(hostcall_bridge bridge, uint64_t call_id) {
  return hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, ada, ada_length);
}

void queue_answer(struct queue_host *host) {
  hostcall_message *message = &host->message;
  if (message->kind != HOSTCALL_MESSAGE_INVOKE) return;
  CHECK_STATUS(message->user_data == &host->clock ? queue_answer_clock(host->bridge, message->call_id)
                                                  : queue_answer_profile(host->bridge, message->call_id),
               HOSTCALL_OK);
}

void queue_until_fetch(struct queue_host *host, uint64_t *call_id) {
  CHECK_STATUS(queue_log_in(host, call_id), HOSTCALL_OK);
  queue_expect(host, HOSTCALL_MESSAGE_INVOKE);
  CHECK(host->message.user_data == &host->clock);
  queue_answer(host);
  queue_expect(host, HOSTCALL_MESSAGE_INVOKE);
  CHECK(host->message.user_data == &host->profile);
  host->last_fetch = host->message.call_id;
}

void queue_drain(struct queue_host *host) {
  int releases = 0;
  int32_t status;
  while ((status = hostcall_next(host->bridge, &host->message, ten_seconds)) == HOSTCALL_OK) {
    check_fields(host);
    releases += host->message.kind == HOSTCALL_MESSAGE_RELEASE;
    host->cancels += host->message.kind == HOSTCALL_MESSAGE_CANCEL;
  }
  CHECK_STATUS(status, HOSTCALL_CLOSED);
  CHECK(releases == 2 && host->message.token == 0);
  CHECK_STATUS(hostcall_next(host->bridge, &host->message, 0), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_close(host->bridge), HOSTCALL_INVALID_BRIDGE);
}

void queue_close(struct queue_host *host) {
  CHECK_STATUS(hostcall_close(host->bridge), HOSTCALL_OK);
  queue_drain(host);
}

uint64_t queue_in_flight(const struct queue_host *host) {
  hostcall_statistics statistics = {.size = sizeof statistics};
  CHECK_STATUS(hostcall_get_statistics(host->bridge, &statistics), HOSTCALL_OK);
  return statistics.in_flight;
}

#endif
