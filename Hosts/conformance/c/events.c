/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 62 to 65. */
#include "behaviours.h"

struct listener {
  int64_t count;
  bool is_in_order;
  uint64_t dropped;
  atomic_int released;
};

static void listen(const conformance_core_said_event *event, uint64_t dropped, void *user_data) {
  struct listener *listener = user_data;
  listener->count++;
  listener->is_in_order = listener->is_in_order && event->number == listener->count;
  listener->dropped += dropped;
}

static void released(void *user_data) { atomic_fetch_add(&((struct listener *)user_data)->released, 1); }

static int32_t subscribe(struct host *host, struct listener *listener, uint64_t *subscription) {
  *listener = (struct listener){.is_in_order = true};
  hostcall_typed_listening listening = {.released = released};
  return conformance_on_core_said(host->bridge, listen, &listening, listener, subscription);
}

static const char *emit(struct host *host, uint32_t count) {
  CALL(result, emit_events, &(conformance_emit_events_request){.count = count}, NULL);
  EXPECT_OK(result);
  FREE(result, emit_events);
  return NULL;
}

static const char *listeners(struct host *host) {
  struct listener all[3];
  for (int i = 0; i < 3; i++) EXPECT(subscribe(host, &all[i], NULL) == HOSTCALL_OK);
  const char *failure = emit(host, 100);
  if (failure != NULL) return failure;
  for (int i = 0; i < 3; i++) EXPECT(all[i].count == 100 && all[i].is_in_order && all[i].dropped == 0);
  EXPECT(api->close(host->bridge) == HOSTCALL_OK);
  for (int i = 0; i < 3; i++) EXPECT(atomic_load(&all[i].released) == 1);
  return NULL;
}

static const char *emitted(struct host *host) {
  for (int64_t i = 1; i <= 100; i++) {
    conformance_host_said_event event = {.number = i, .text = HOSTCALL_TEXT("said")};
    EXPECT(conformance_emit_host_said(host->bridge, &event) == HOSTCALL_OK);
  }
  CALL(result, host_events, &(conformance_host_events_request){.count = 100}, NULL);
  EXPECT_OK(result);
  EXPECT(result.response->count == 100);
  for (int i = 0; i < 100; i++) EXPECT(result.response->items[i] == i + 1);
  FREE(result, host_events);
  return NULL;
}

static const char *unsubscribed(struct host *host) {
  struct listener leaving, staying;
  uint64_t subscription = 0;
  EXPECT(subscribe(host, &leaving, &subscription) == HOSTCALL_OK && subscribe(host, &staying, NULL) == HOSTCALL_OK);
  const char *failure = emit(host, 3);
  if (failure != NULL) return failure;
  EXPECT(staying.count == 3);
  EXPECT(api->unsubscribe(host->bridge, subscription) == HOSTCALL_OK);
  staying.count = 0; /* the numbers begin again */
  failure = emit(host, 2);
  if (failure != NULL) return failure;
  EXPECT(leaving.count == 3 && leaving.is_in_order);
  EXPECT(staying.count == 2 && staying.is_in_order);
  EXPECT(api->close(host->bridge) == HOSTCALL_OK);
  EXPECT(atomic_load(&leaving.released) == 1 && atomic_load(&staying.released) == 1);
  return NULL;
}

static const char *throws(struct host *host) {
  (void)host;
  return SKIPPED "C has no exceptions";
}

const struct behaviour events[] = {{62, listeners}, {63, emitted}, {64, unsubscribed}, {65, throws}, {0, NULL}};
