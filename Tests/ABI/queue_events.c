/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Events for a host with a queue: every event and release of a listener is a message. */
#include "suites.h"

#include <string.h>

#include "host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no queue. */
void queue_event_tests(void) {}
#else

struct events {
  hostcall_bridge bridge;
  hostcall_message message;
  uint64_t subscription;
};

static const int64_t ten_seconds = 10000000000;

static void open_events(struct events *host, uint32_t capacity) {
  memset(host, 0, sizeof *host);
  host->message.size = sizeof host->message;
  host->bridge = profile_core_open();
  CHECK_STATUS(hostcall_queue_enable(host->bridge, NULL, NULL), HOSTCALL_OK);
  hostcall_listener listener = {.size = sizeof listener, .user_data = host, .capacity = capacity};
  CHECK_STATUS(hostcall_subscribe(host->bridge, "e", &listener, &host->subscription), HOSTCALL_OK);
}

static void emit(struct events *host, uint8_t number) {
  CHECK_STATUS(hostcall_emit(host->bridge, "e", &number, 1), HOSTCALL_OK);
}

static void expect(struct events *host, int32_t kind, uint64_t count, uint8_t number) {
  CHECK_STATUS(hostcall_next(host->bridge, &host->message, ten_seconds), HOSTCALL_OK);
  const hostcall_message *message = &host->message;
  CHECK_STATUS(message->kind, kind);
  CHECK(message->call_id == host->subscription && message->user_data == host && message->count == count);
  CHECK(message->name != NULL && strcmp(message->name, "e") == 0 && (uintptr_t)message->bytes % 16 == 0);
  if (kind == HOSTCALL_MESSAGE_EVENT) CHECK(message->length == 1 && message->bytes[0] == number);
}

static void expect_status(struct events *host, int32_t status) {
  CHECK_STATUS(hostcall_next(host->bridge, &host->message, status == HOSTCALL_NOTHING ? 0 : ten_seconds), status);
}

static void in_order(void) {
  struct events host;
  open_events(&host, 0);
  for (uint8_t i = 0; i < 3; i++) emit(&host, i);
  for (uint8_t i = 0; i < 3; i++) {
    hostcall_statistics statistics = {.size = sizeof statistics};
    CHECK_STATUS(hostcall_get_statistics(host.bridge, &statistics), HOSTCALL_OK);
    CHECK(statistics.events_emitted == 3 && statistics.events_delivered == i);
    expect(&host, HOSTCALL_MESSAGE_EVENT, 0, i);
  }
  expect_status(&host, HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  expect(&host, HOSTCALL_MESSAGE_RELEASE, 0, 0);
  expect_status(&host, HOSTCALL_CLOSED);
}

static void bounded(void) {
  struct events host;
  open_events(&host, 2);
  for (uint8_t i = 0; i < 200; i++) emit(&host, i);
  expect(&host, HOSTCALL_MESSAGE_EVENT, 198, 198);
  emit(&host, 200);
  emit(&host, 201);
  expect(&host, HOSTCALL_MESSAGE_EVENT, 1, 200);
  /* What waits at the close is handed out. */
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  expect(&host, HOSTCALL_MESSAGE_EVENT, 0, 201);
  expect(&host, HOSTCALL_MESSAGE_RELEASE, 0, 0);
  expect_status(&host, HOSTCALL_CLOSED);
}

static void unsubscribed(void) {
  struct events host;
  open_events(&host, 0);
  for (uint8_t i = 0; i < 3; i++) emit(&host, i);
  expect(&host, HOSTCALL_MESSAGE_EVENT, 0, 0);
  CHECK_STATUS(hostcall_unsubscribe(host.bridge, host.subscription), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unsubscribe(host.bridge, host.subscription), HOSTCALL_NOTHING);
  hostcall_message second = {.size = sizeof second};
  CHECK_STATUS(hostcall_next(host.bridge, &second, 0), HOSTCALL_NOTHING);
  hostcall_message_done(&host.message);
  expect(&host, HOSTCALL_MESSAGE_RELEASE, 0, 0);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  expect_status(&host, HOSTCALL_CLOSED);
}

static void too_late(void) {
  hostcall_bridge bridge = profile_core_open();
  hostcall_listener listener = {.size = sizeof listener};
  CHECK_STATUS(hostcall_subscribe(bridge, "e", &listener, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_emit(bridge, "e", NULL, 0), HOSTCALL_OK);
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  hostcall_message message = {.size = sizeof message};
  CHECK_STATUS(hostcall_next(bridge, &message, ten_seconds), HOSTCALL_CLOSED);
}

void queue_event_tests(void) {
  static const struct test tests[] = {
      {"events are messages, in order, and the close releases the listener", in_order},
      {"a listener's messages are bounded, and count what was dropped", bounded},
      {"events of an ended subscription are not handed out, and its release follows the taken one", unsubscribed},
      {"a listener without functions needs a queue, and an emit does not decide against one", too_late},
  };
  RUN("Events in a queue", tests);
}

#endif
