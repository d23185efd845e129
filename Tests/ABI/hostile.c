/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Ten thousand calls with invalid arguments, from a printed seed: each returns a status. */
#include "suites.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host.h"

static uint64_t state;

/* SplitMix64, by Steele, Lea and Flood. */
static uint64_t next_random(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

static uint64_t below(uint64_t limit) { return next_random() % limit; }

static uint8_t noise[4096];

static const char *random_name(void) {
  static char name[300];
  static const char *const known[] = {"log_in", "fetch_profile", "read_clock", "", NULL, "f", "watch_balance",
                                      "watch_account"};
  if (below(2) == 0) return known[below(8)];
  size_t length = below(299);
  for (size_t i = 0; i < length; i++) name[i] = (char)next_random();
  name[length] = '\0';
  return name;
}

/* A buffer with a valid length, NULL with any length, or a length so large that it must not be read. */
static const uint8_t *random_bytes(size_t *length) {
  switch (below(4)) {
    case 0: *length = below(3) == 0 ? 0 : next_random(); return NULL;
    case 1: *length = SIZE_MAX - below(1 << 20); return noise;
    default: *length = below(64); return noise + below(64);
  }
}

static hostcall_bridge random_bridge(hostcall_bridge bridge) {
  switch (below(6)) {
    case 0: return next_random();
    case 1: return 0;
    case 2: return bridge ^ (uint64_t)1 << below(64);
    default: return bridge;
  }
}

#if HOSTCALL_ABI_MINOR >= 2
static void ignore_event(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *user_data) {
  (void)name, (void)event, (void)length, (void)dropped, (void)user_data;
}

static void ignore_item(const uint8_t *item, size_t length, void *user_data) {
  (void)item, (void)length, (void)user_data;
}

static void ignore_stream(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}
#endif

/* Calls one of the functions that later headers added. */
static int32_t random_later_call(hostcall_bridge bridge, uint64_t id, struct reply *reply) {
#if HOSTCALL_ABI_MINOR < 2
  (void)bridge, (void)id, (void)reply;
  return HOSTCALL_OK;
#else
  static uint8_t value[64];
  static char key[HOSTCALL_METADATA_KEY_SIZE];
  size_t length, index = below(2) ? 0 : next_random(), size;
  const uint8_t *bytes = random_bytes(&size);
  hostcall_field fields[2];
  for (int i = 0; i < 2; i++) {
    size_t key_len = below(sizeof noise), value_len = below(sizeof noise);
    fields[i] = (hostcall_field){below(8) ? (const char *)noise : NULL, key_len, below(8) ? noise : NULL, value_len};
    if (below(2)) fields[i].key = "tenant", fields[i].key_len = 6;
    if (below(8) == 0) fields[i].value_len = SIZE_MAX;
  }
  hostcall_call_options options = {below(3) ? sizeof options : below(100), below(2) ? 0 : (int64_t)next_random(),
                                   below(3) ? 0 : next_random(), below(5) ? fields : NULL, below(3),
                                   below(2) ? 0 : (int64_t)next_random()};
  hostcall_statistics statistics = {.size = below(2) ? sizeof statistics : next_random()};
  hostcall_message message = {.size = below(2) ? sizeof message : next_random(), .token = next_random()};
  hostcall_stream_handler stream = {.size = below(3) ? sizeof stream : below(100),
                                    .invoke = below(3) ? ignore_stream : NULL};
  hostcall_listener listener = {.size = below(3) ? sizeof listener : below(100),
                                .event = below(3) ? ignore_event : NULL,
                                .policy = below(3) ? 0 : (int32_t)next_random(),
                                .capacity = below(2) ? below(9) : (uint32_t)next_random()};
  switch (below(16)) {
    case 13: return hostcall_subscribe(bridge, random_name(), below(5) ? &listener : NULL, below(2) ? &id : NULL);
    case 14: return hostcall_unsubscribe(bridge, id);
    case 15: return hostcall_emit(bridge, random_name(), bytes, size);
    case 9: return hostcall_register_stream(bridge, random_name(), below(5) ? &stream : NULL);
    case 10: return hostcall_send(bridge, id, bytes, size);
    case 11: return hostcall_call_stream(bridge, random_name(), bytes, size, below(5) ? &options : NULL,
                                         below(5) ? ignore_item : NULL, below(5) ? keep_reply : NULL, reply,
                                         below(2) ? &id : NULL);
    case 12: return hostcall_grant(bridge, id, (uint32_t)next_random());
    case 6: return hostcall_queue_enable(bridge, NULL, reply); /* too late, except for another bridge */
    case 7: return hostcall_next(bridge, below(5) ? &message : NULL, (int64_t)next_random());
    case 8:
      hostcall_message_done(below(5) ? &message : NULL);
      return hostcall_queue_fd(bridge) == -1 ? HOSTCALL_INVALID_ARGUMENT : -1;
    case 0: return hostcall_call_with(bridge, random_name(), bytes, size, below(5) ? &options : NULL,
                                      below(5) ? keep_reply : NULL, reply, below(2) ? &id : NULL);
    case 1: return hostcall_get_metadata(bridge, id, random_name(), below(3) ? value : NULL, below(sizeof value),
                                         below(5) ? &length : NULL);
    case 2: return hostcall_next_metadata(bridge, id, below(5) ? &index : NULL, below(5) ? key : NULL, below(66),
                                          below(3) ? value : NULL, below(sizeof value), below(5) ? &length : NULL);
    case 3: return hostcall_get_statistics(bridge, below(5) ? &statistics : NULL);
    case 4: return hostcall_unregister_all(bridge);
    default: return hostcall_fail_pending(bridge, (int32_t)below(20) - 2, below(5) ? "gone" : NULL);
  }
#endif
}

static int32_t random_call(struct host *host, struct reply *reply) {
  hostcall_bridge bridge = random_bridge(host->bridge);
  size_t length;
  const uint8_t *bytes = random_bytes(&length);
  uint64_t id = below(2) ? below(1000) : next_random();
  hostcall_handler handler = host_handler(host);
  hostcall_call_info info = {.size = below(2) ? sizeof info : next_random()};
  if (below(3) == 0) handler.size = below(100);
  if (below(3) == 0) handler.invoke = NULL;
  if (below(3) == 0) handler.fingerprint = next_random();
  switch (below(11)) {
    case 0: return hostcall_register(bridge, random_name(), below(2) ? handler.invoke : NULL, host);
    case 1: return hostcall_register_handler(bridge, random_name(), below(5) ? &handler : NULL);
    case 2: return hostcall_unregister(bridge, random_name());
    case 3: return hostcall_complete(bridge, id, below(2) ? (int32_t)below(4) : (int32_t)next_random(), bytes, length);
    case 4: return hostcall_get_call_info(bridge, id, below(5) ? &info : NULL);
    case 5: return hostcall_call(bridge, random_name(), bytes, length, below(5) ? keep_reply : NULL, reply,
                                 below(2) ? &id : NULL);
    case 6: return hostcall_cancel(bridge, id);
    case 7: {
      static uint8_t descriptor[4096];
      return hostcall_describe(bridge, below(3) ? descriptor : NULL, below(sizeof descriptor), below(5) ? &length : NULL);
    }
    case 8: return bridge == host->bridge ? HOSTCALL_OK : hostcall_close(bridge);
    default: return random_later_call(bridge, id, reply);
  }
}

static void random_arguments(void) {
  const char *seed = getenv("HOSTCALL_SEED");
  state = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
  printf("    HOSTCALL_SEED=%llu\n", (unsigned long long)state);
  for (size_t i = 0; i < sizeof noise; i++) noise[i] = (uint8_t)next_random();
  static struct reply reply; /* outlives the bridge */
  struct host host;
  host_open(&host, answer_ada);
  for (int i = 0; i < 10000; i++) {
    int32_t status = random_call(&host, &reply);
    bool is_defined = (status >= HOSTCALL_OK && status <= HOSTCALL_SCHEMA_MISMATCH) || status == 9 || status == 10;
    if (!is_defined) {
      printf("    status %d\n", status);
      check_failed(__FILE__, __LINE__, "an undefined status was returned");
    }
  }
  struct host again;
  host_open(&again, answer_ada);
  check_still_works(&again);
  host_close(&again);
  host_close(&host);
}

/* -- Memory --------------------------------------------------------------------------------------- */

static long resident_kilobytes(void) {
  char line[256];
  long kilobytes = 0;
  FILE *file = fopen("/proc/self/status", "r");
  if (file == NULL) return 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
  }
  fclose(file);
  return kilobytes;
}

static void late_answers(void) {
  struct host host;
  const size_t size = 1 << 20;
  uint8_t *large = calloc(size, 1);
  host_open(&host, answer_ada);
  check_still_works(&host);
  long before = resident_kilobytes();
  for (int i = 0; i < 2000; i++) {
    CHECK_STATUS(
        hostcall_complete(host.bridge, host.fetched[0], HOSTCALL_REPLY_OK, large, size), HOSTCALL_UNKNOWN_CALL);
  }
  CHECK(resident_kilobytes() - before < 8 * 1024); /* 2 GB were offered */
  host_close(&host);
  free(large);
}

void hostile_tests(void) {
  static const struct test tests[] = {
      {"ten thousand random calls each return a status, and the library still works", random_arguments},
      {"answers to a call that has ended allocate nothing", late_answers},
  };
  RUN("hostile hosts", tests);
}
