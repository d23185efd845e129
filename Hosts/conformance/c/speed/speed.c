/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* speed LIBRARY FLOOR: the round trips of ProfileCore's log_in per second, one and 64 at a time, through a generated
 * host, and beside each those of the same payloads through libfloor, which neither encode nor decode. */
#include <dlfcn.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "floor.h"
#include "profile_core_host.h"

enum { SECONDS = 2 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *symbol(void *library, const char *name) {
  void *found = library == NULL ? NULL : dlsym(library, name);
  if (found == NULL) fprintf(stderr, "%s\n", dlerror()), exit(2);
  return found;
}

/* Calls that one thread makes, and whose replies another receives. */
struct flow {
  sem_t free;        /* calls that may be made */
  atomic_long count; /* replies */
};

static void replied(struct flow *flow) {
  atomic_fetch_add(&flow->count, 1);
  sem_post(&flow->free);
}

/* Returns the calls per second with `width` of them in flight. */
static double measure(bool (*start)(struct flow *flow), int width) {
  struct flow flow = {.count = 0};
  sem_init(&flow.free, 0, (unsigned)width);
  double begin = now(), end = begin + SECONDS;
  do {
    sem_wait(&flow.free);
    if (!start(&flow)) fprintf(stderr, "a call could not be made\n"), exit(1);
  } while (now() < end);
  for (int i = 0; i < width; i++) sem_wait(&flow.free);
  double seconds = now() - begin;
  sem_destroy(&flow.free);
  return (double)atomic_load(&flow.count) / seconds;
}

/* -- With the core --------------------------------------------------------------------------------- */

static hostcall_bridge bridge;

static void read_clock(profile_core_read_clock_call call, const profile_core_read_clock_request *request, void *data) {
  (void)request, (void)data;
  profile_core_read_clock_reply(call, 1700000000.5);
}

static void fetch_profile(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                          void *data) {
  (void)request, (void)data;
  const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("founder")};
  profile_core_profile profile = {.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}, .balance_cents = 12345};
  profile_core_fetch_profile_reply(call, &profile);
}

static void logged_in(const profile_core_log_in_result *result, void *user_data) {
  if (result->response == NULL || result->response->tag_count != 2) fprintf(stderr, "%s\n", result->message), exit(1);
  replied(user_data);
}

static bool log_in(struct flow *flow) {
  profile_core_log_in_request request = {.user_id = 7};
  return profile_core_log_in(bridge, &request, NULL, logged_in, flow, NULL) == HOSTCALL_OK;
}

/* -- The floor ------------------------------------------------------------------------------------- */

static int32_t (*complete)(uint64_t call_id, const uint8_t *payload, size_t length);
static int32_t (*call)(const uint8_t *request, size_t length, hostcall_reply_fn reply, void *user_data);

static void floor_clock(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)request, (void)length, (void)user_data;
  double seconds = 1700000000.5;
  complete(call_id, (const uint8_t *)&seconds, sizeof seconds);
}

/* {"name": "Ada", "tags": ["admin", "founder"], "balanceCents": 12345} */
static void floor_profile(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  static const uint8_t profile[] =
      "\xa3\x64name\x63"
      "Ada\x64tags\x82\x65"
      "admin\x67"
      "founder\x6c"
      "balanceCents\x19\x30\x39";
  (void)request, (void)length, (void)user_data;
  complete(call_id, profile, sizeof profile - 1);
}

static void floor_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)payload;
  if (outcome != HOSTCALL_REPLY_OK || length == 0) exit(1);
  replied(user_data);
}

static bool floor_call(struct flow *flow) {
  static const uint8_t request[] = "\xa1\x66userID\x07";
  return call(request, sizeof request - 1, floor_reply, flow) == HOSTCALL_OK;
}

int main(int count, char **arguments) {
  if (count != 3) return fprintf(stderr, "usage: speed LIBRARY FLOOR\n"), 64;
  void *library = dlopen(arguments[1], RTLD_NOW), *floor = dlopen(arguments[2], RTLD_NOW);
  const hostcall_api *(*table)(void);
  hostcall_bridge (*open)(void);
  void (*add)(hostcall_invoke_fn, hostcall_invoke_fn, void *);
  *(void **)&table = symbol(library, "profile_core_api");
  *(void **)&open = symbol(library, "profile_core_open");
  *(void **)&add = symbol(floor, "floor_register");
  *(void **)&complete = symbol(floor, "floor_complete");
  *(void **)&call = symbol(floor, "floor_log_in");
  add(floor_clock, floor_profile, NULL);
  profile_core_use_api(table());
  bridge = open();
  profile_core_handlers handlers = {.read_clock = read_clock, .fetch_profile = fetch_profile};
  if (profile_core_register(bridge, &handlers, NULL) != HOSTCALL_OK) {
    return fprintf(stderr, "%s\n", hostcall_typed_last_error()), 1;
  }
  for (int width = 1; width <= 64; width += 63) {
    double calls = measure(log_in, width);
    printf("speed %d %.0f floor %.0f\n", width, calls, measure(floor_call, width));
  }
  return table()->close(bridge) == HOSTCALL_OK ? 0 : 1;
}
