/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Events: what a host emits reaches every listener of the name, its own included. */
#include "suites.h"

#include <string.h>

#include "host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no events. */
void event_tests(void) {}
#else

enum { most_events = 1000 };

struct listener;
typedef void (*on_event)(struct listener *listener, const uint8_t *event, size_t length);

struct listener {
  hostcall_bridge bridge;
  uint64_t subscription;
  on_event react;
  struct listener *other;
  atomic_int count, releases, late, wrong;
  _Atomic uint64_t dropped;
  uint8_t first_bytes[most_events];
  atomic_int entered, may_go;
};

static void receive(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *user_data) {
  struct listener *listener = user_data;
  if (strcmp(name, "e") != 0 || event == NULL || (uintptr_t)event % 16 != 0) listener->wrong++;
  if (listener->releases > 0) listener->late++;
  int index = listener->count;
  if (index < most_events) listener->first_bytes[index] = length > 0 ? event[0] : 0xFF;
  listener->dropped += dropped;
  listener->count++;
  if (listener->react != NULL) listener->react(listener, event, length);
}

static void count_release(void *user_data) { ((struct listener *)user_data)->releases++; }

static int32_t subscribe(struct listener *listener, int32_t policy, uint32_t capacity) {
  hostcall_listener value = {.size = sizeof value, .event = receive, .release = count_release, .user_data = listener,
                             .policy = policy, .capacity = capacity};
  return hostcall_subscribe(listener->bridge, "e", &value, &listener->subscription);
}

static void open_listener(struct listener *listener, hostcall_bridge bridge, on_event react) {
  memset(listener, 0, sizeof *listener);
  listener->bridge = bridge;
  listener->react = react;
  CHECK_STATUS(subscribe(listener, HOSTCALL_DROP_OLDEST, 0), HOSTCALL_OK);
  CHECK(listener->subscription != 0);
}

static int32_t emit(hostcall_bridge bridge, uint8_t number) { return hostcall_emit(bridge, "e", &number, 1); }

static void check_ended(struct listener *listener, int count) {
  CHECK(listener->count == count);
  CHECK(listener->releases == 1 && listener->late == 0 && listener->wrong == 0);
}

static void fan_out(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener listeners[4];
  for (int i = 0; i < 4; i++) open_listener(&listeners[i], bridge, NULL);
  for (uint8_t i = 0; i < 100; i++) CHECK_STATUS(emit(bridge, i), HOSTCALL_OK);
  CHECK_STATUS(hostcall_emit(bridge, "e", NULL, 0), HOSTCALL_OK);
  CHECK_STATUS(hostcall_emit(bridge, "another", NULL, 0), HOSTCALL_OK);
  for (int i = 0; i < 4; i++) {
    EVENTUALLY(listeners[i].count == 101);
    for (int event = 0; event < 100; event++) CHECK(listeners[i].first_bytes[event] == event);
    CHECK(listeners[i].first_bytes[100] == 0xFF && listeners[i].dropped == 0);
  }
  hostcall_statistics statistics = {.size = sizeof statistics};
  CHECK_STATUS(hostcall_get_statistics(bridge, &statistics), HOSTCALL_OK);
  CHECK(statistics.size == sizeof statistics);
  CHECK(statistics.listeners == 4 && statistics.events == 404 && statistics.events_dropped == 0);
  CHECK(statistics.events_emitted == 102 && statistics.events_delivered == 404);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  for (int i = 0; i < 4; i++) check_ended(&listeners[i], 101);
}

static void first_statistics(void) {
  hostcall_bridge bridge = profile_core_open();
  size_t first = offsetof(hostcall_statistics, listeners);
  for (size_t size = first; size < sizeof(hostcall_statistics); size += 8) {
    hostcall_statistics statistics;
    memset(&statistics, 0x55, sizeof statistics);
    statistics.size = size;
    CHECK_STATUS(hostcall_get_statistics(bridge, &statistics), HOSTCALL_OK);
    CHECK(statistics.size == first && statistics.listeners == 0x5555555555555555);
  }
  hostcall_statistics statistics = {.size = first - 1};
  CHECK_STATUS(hostcall_get_statistics(bridge, &statistics), HOSTCALL_ABI_MISMATCH);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
}

/* -- Inside listeners ------------------------------------------------------------------------------ */

static void emit_next(struct listener *listener, const uint8_t *event, size_t length) {
  CHECK(length == 1);
  int before = listener->count;
  if (event[0] < 50) CHECK_STATUS(emit(listener->bridge, (uint8_t)(event[0] + 1)), HOSTCALL_OK);
  CHECK(listener->count == before);
}

static void own_events(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener listener;
  open_listener(&listener, bridge, emit_next);
  CHECK_STATUS(emit(bridge, 0), HOSTCALL_OK);
  EVENTUALLY(listener.count == 51);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  check_ended(&listener, 51);
}

static void remove_both(struct listener *listener, const uint8_t *event, size_t length) {
  (void)event, (void)length;
  CHECK_STATUS(hostcall_unsubscribe(listener->bridge, listener->other->subscription), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unsubscribe(listener->bridge, listener->subscription), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unsubscribe(listener->bridge, listener->subscription), HOSTCALL_NOTHING);
  CHECK(listener->releases == 0);
  CHECK_STATUS(hostcall_close(listener->bridge), HOSTCALL_INVALID_ARGUMENT);
}

static void removal_inside(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener first, second;
  open_listener(&first, bridge, remove_both);
  open_listener(&second, bridge, NULL);
  first.other = &second;
  CHECK_STATUS(emit(bridge, 0), HOSTCALL_OK);
  EVENTUALLY(first.releases == 1 && second.releases == 1);
  CHECK_STATUS(emit(bridge, 1), HOSTCALL_OK);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  check_ended(&first, 1);
  check_ended(&second, 0);
}

/* -- Full queues ----------------------------------------------------------------------------------- */

static void block_once(struct listener *listener, const uint8_t *event, size_t length) {
  (void)length;
  if (event[0] != 0) return;
  listener->entered = 1;
  EVENTUALLY(listener->may_go);
}

static void full_queue(int32_t policy, const uint8_t *expected, int count) {
  hostcall_bridge bridge = profile_core_open();
  struct listener listener;
  memset(&listener, 0, sizeof listener);
  listener.bridge = bridge;
  listener.react = block_once;
  CHECK_STATUS(subscribe(&listener, policy, 2), HOSTCALL_OK);
  CHECK_STATUS(emit(bridge, 0), HOSTCALL_OK);
  EVENTUALLY(listener.entered);
  for (uint8_t i = 1; i <= 5; i++) CHECK_STATUS(emit(bridge, i), HOSTCALL_OK);
  listener.may_go = 1;
  EVENTUALLY(listener.count == 3);
  CHECK_STATUS(emit(bridge, 6), HOSTCALL_OK);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  check_ended(&listener, count);
  CHECK(memcmp(listener.first_bytes, expected, (size_t)count) == 0 && listener.dropped == 3);
}

static void drop_oldest(void) { full_queue(HOSTCALL_DROP_OLDEST, (const uint8_t[]){0, 4, 5, 6}, 4); }
static void drop_newest(void) { full_queue(HOSTCALL_DROP_NEWEST, (const uint8_t[]){0, 1, 2, 6}, 4); }

static void blocked_neighbour(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener first, second;
  open_listener(&first, bridge, block_once);
  memset(&second, 0, sizeof second);
  second.bridge = bridge;
  CHECK_STATUS(subscribe(&second, HOSTCALL_DROP_OLDEST, 2), HOSTCALL_OK);
  CHECK_STATUS(emit(bridge, 0), HOSTCALL_OK);
  EVENTUALLY(first.entered);
  for (uint8_t i = 1; i <= 5; i++) CHECK_STATUS(emit(bridge, i), HOSTCALL_OK);
  first.may_go = 1;
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  check_ended(&first, 6);
  check_ended(&second, 2);
  CHECK(first.dropped == 0 && second.dropped == 4 && second.first_bytes[0] == 4);
}

/* -- Arguments ------------------------------------------------------------------------------------- */

static void arguments(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener listener = {.bridge = bridge};
  hostcall_listener value = {.size = sizeof value, .event = receive, .user_data = &listener};
  uint64_t id = 77;
  CHECK_STATUS(hostcall_subscribe(bridge, NULL, &value, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_subscribe(bridge, "", &value, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_subscribe(bridge, "e", NULL, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_subscribe(1, "e", &value, &id), HOSTCALL_INVALID_BRIDGE);
  for (int32_t policy = -1; policy <= 2; policy += 3) {
    value.policy = policy;
    CHECK_STATUS(hostcall_subscribe(bridge, "e", &value, &id), HOSTCALL_INVALID_ARGUMENT);
  }
  value.policy = 0;
  value.size--;
  CHECK_STATUS(hostcall_subscribe(bridge, "e", &value, &id), HOSTCALL_ABI_MISMATCH);
  value.size++;
  value.event = NULL;
  CHECK_STATUS(hostcall_subscribe(bridge, "e", &value, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK(id == 77);
  value.event = receive;
  value.capacity = UINT32_MAX;
  CHECK_STATUS(hostcall_subscribe(bridge, "e", &value, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unsubscribe(bridge, 0), HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_unsubscribe(bridge, UINT64_MAX), HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_unsubscribe(1, 1), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_emit(bridge, NULL, NULL, 0), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_emit(bridge, "e", NULL, 1), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_emit(bridge, "e", (const uint8_t *)"", SIZE_MAX), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(hostcall_emit(1, "e", NULL, 0), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  CHECK_STATUS(hostcall_emit(bridge, "e", NULL, 0), HOSTCALL_INVALID_BRIDGE);
}

static void many_listeners(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener listener = {.bridge = bridge};
  for (int i = 0; i < 1024; i++) CHECK_STATUS(subscribe(&listener, 0, 1), HOSTCALL_OK);
  CHECK_STATUS(subscribe(&listener, 0, 1), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  CHECK(listener.releases == 1024 && listener.count == 0);
}

static void table(void) {
  const hostcall_api *api = profile_core_api();
  CHECK(api->size == sizeof(hostcall_api));
  hostcall_bridge bridge = profile_core_open();
  struct listener listener = {.bridge = bridge};
  hostcall_listener value = {.size = sizeof value, .event = receive, .release = count_release, .user_data = &listener};
  uint64_t id = 0;
  CHECK_STATUS(api->subscribe(bridge, "e", &value, &id), HOSTCALL_OK);
  CHECK_STATUS(api->emit(bridge, "e", NULL, 0), HOSTCALL_OK);
  EVENTUALLY(listener.count == 1);
  CHECK_STATUS(api->unsubscribe(bridge, id), HOSTCALL_OK);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  check_ended(&listener, 1);
}

/* -- Many threads ---------------------------------------------------------------------------------- */

static void *emit_and_change(void *argument) {
  struct listener *listener = argument;
  for (int round = 0; round < 200; round++) {
    CHECK_STATUS(emit(listener->bridge, (uint8_t)round), HOSTCALL_OK);
    hostcall_listener value = {
        .size = sizeof value, .event = receive, .release = count_release, .user_data = listener->other};
    uint64_t id;
    int32_t status = hostcall_subscribe(listener->bridge, "e", &value, &id);
    if (status == HOSTCALL_RESOURCE_EXHAUSTED) continue;
    CHECK_STATUS(status, HOSTCALL_OK);
    CHECK_STATUS(hostcall_unsubscribe(listener->bridge, id), HOSTCALL_OK);
    listener->entered++;
  }
  return NULL;
}

static void threads(void) {
  hostcall_bridge bridge = profile_core_open();
  struct listener steady, changing;
  memset(&changing, 0, sizeof changing);
  open_listener(&steady, bridge, NULL);
  steady.other = &changing;
  on_threads(4, emit_and_change, &steady);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  CHECK(steady.count + (int)steady.dropped == 800);
  CHECK(steady.releases == 1 && steady.wrong == 0 && changing.releases == steady.entered && changing.wrong == 0);
}

void event_tests(void) {
  static const struct test tests[] = {
      {"an event reaches every listener of its name, in order", fan_out},
      {"the first version of the statistics is accepted", first_statistics},
      {"a listener that emits its own event is called again later", own_events},
      {"a listener may unsubscribe itself and another, and may not close its bridge", removal_inside},
      {"a full queue drops the oldest, and tells how many", drop_oldest},
      {"a full queue drops the newest, and tells how many", drop_newest},
      {"a listener that blocks fills the queues of others", blocked_neighbour},
      {"arguments that are not valid are refused, and nothing is written", arguments},
      {"a host has at most 1024 listeners", many_listeners},
      {"the table of functions has events", table},
      {"threads emit, subscribe and unsubscribe at once", threads},
  };
  RUN("Events", tests);
}

#endif
