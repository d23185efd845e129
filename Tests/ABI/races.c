/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Races between the endings of a call: one of them wins. */
#include "suites.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { calls = 1000, threads = 10 };

static struct {
  struct host host;
  struct reply replies[calls];
  _Atomic uint64_t ids[calls];
  atomic_int next, accepted;
} all;

static void *answer_or_cancel(void *unused) {
  (void)unused;
  int number = all.next++;
  for (int i = 0; i < calls; i++) {
    int place = (i + number * 97) % calls;
    if (number % 2 == 0) {
      int32_t status = complete_ada(&all.host, all.host.fetched[place]);
      if (status == HOSTCALL_OK) {
        all.accepted++;
      } else {
        CHECK_STATUS(status, HOSTCALL_UNKNOWN_CALL);
      }
    } else {
      int32_t status = hostcall_cancel(all.host.bridge, all.ids[place]);
      CHECK(status == HOSTCALL_OK || status == HOSTCALL_UNKNOWN_CALL);
    }
  }
  return NULL;
}

static void every_way_to_end(void) {
  for (int round = 0; round < 5; round++) {
    memset(&all, 0, sizeof all);
    host_open(&all.host, never_answer);
    for (int i = 0; i < calls; i++) {
      uint64_t id = 0;
      /* The first deadlines pass while the threads are running. */
      CHECK_STATUS(log_in_start(&all.host, &all.replies[i], i % 3 == 0 ? 100 : 0, &id), HOSTCALL_OK);
      all.ids[i] = id;
    }
    EVENTUALLY(all.host.clock_count == calls && all.host.fetch_count > calls / 2);
    on_threads(threads, answer_or_cancel, NULL);
    host_close(&all.host);
    for (int i = 0; i < calls; i++) CHECK(all.replies[i].count == 1);
    /* No call was both answered and cancelled. It may be neither: a host whose answer was refused needs no notice. */
    CHECK(all.accepted > 0 && all.accepted + all.host.cancel_count <= all.host.fetch_count);
    CHECK(all.host.release_count == 1);
  }
}

/* -- Bridges on many threads ----------------------------------------------------------------------- */

static void *open_and_close(void *unused) {
  (void)unused;
  for (int i = 0; i < 30; i++) {
    struct host host;
    host_open(&host, answer_ada);
    check_still_works(&host);
    host_close(&host);
    CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_INVALID_BRIDGE);
  }
  return NULL;
}

static void many_bridges(void) {
  enum { count = 300 };
  static hostcall_bridge bridges[count];
  on_threads(threads, open_and_close, NULL);
  for (int i = 0; i < count; i++) {
    bridges[i] = profile_core_open();
    CHECK(bridges[i] != 0);
  }
  for (int i = 0; i < count; i++) CHECK_STATUS(hostcall_close(bridges[i]), HOSTCALL_OK);
}

/* -- Load on pending calls --------------------------------------------------------------------------- */

static struct {
  struct host host;
  atomic_uint seed;
  atomic_int accepted, replied;
} noisy;

static void count_reply(int32_t outcome, const uint8_t *payload, size_t length, void *unused) {
  (void)outcome, (void)payload, (void)length, (void)unused;
  noisy.replied++;
}

static int32_t one_noise(unsigned *state) {
  static const uint8_t request[] = "\xa1\x66userID\x07";
  static const uint8_t bytes[64] = {0xa1, 0x64, 'c', 'o', 'd', 'e'};
  struct host *host = &noisy.host;
  uint64_t recent = (uint64_t)(host->fetch_count + host->clock_count);
  uint64_t id = recent - (uint64_t)rand_r(state) % 20;
  hostcall_handler handler = host_handler(host);
  hostcall_call_info info = {.size = sizeof info};
  int32_t status;
  switch (rand_r(state) % 8) {
    case 0: return hostcall_get_call_info(host->bridge, id, &info);
    case 1: return hostcall_cancel(host->bridge, id / 2);
    case 2: return hostcall_register_handler(host->bridge, "fetch_profile", &handler);
    case 3: return rand_r(state) % 4 ? HOSTCALL_OK : hostcall_unregister(host->bridge, "fetch_profile");
    case 4:
    case 5: return hostcall_complete(host->bridge, id, rand_r(state) % 5, bytes, (size_t)(rand_r(state) % 64));
    default:
      status = hostcall_call(host->bridge, "log_in", request, sizeof request - 1, count_reply, NULL, NULL);
      if (status == HOSTCALL_OK) noisy.accepted++;
      return status;
  }
}

static void *make_noise(void *unused) {
  (void)unused;
  unsigned state = noisy.seed++;
  for (int i = 0; i < 1000; i++) {
    int32_t status = one_noise(&state);
    CHECK(status >= HOSTCALL_OK && status <= HOSTCALL_NOT_REGISTERED && status != HOSTCALL_INVALID_BRIDGE);
  }
  return NULL;
}

static void noise(void) {
  memset(&noisy, 0, sizeof noisy);
  host_open(&noisy.host, never_answer);
  on_threads(threads, make_noise, NULL);
  host_close(&noisy.host);
  CHECK(noisy.accepted > 0 && noisy.replied == noisy.accepted);
  CHECK(noisy.host.cancel_count <= noisy.host.fetch_count);
}

/* -- A call that another thread cancels as soon as it exists ----------------------------------------- */

static struct {
  hostcall_bridge bridge;
  _Atomic uint64_t next_id;
  atomic_bool is_over;
} guessing;

struct early {
  uint64_t id;
  uint64_t id_at_reply;
  atomic_bool is_replied;
};

static void note_id(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct early *early = user_data;
  (void)outcome, (void)payload, (void)length;
  early->id_at_reply = early->id;
  early->is_replied = true;
}

static void *cancel_the_next(void *unused) {
  (void)unused;
  while (!guessing.is_over) hostcall_cancel(guessing.bridge, guessing.next_id);
  return NULL;
}

static void guessed_ids(void) {
  static const uint8_t not_cbor[] = {0xff};
  pthread_t thread;
  guessing.bridge = profile_core_open();
  guessing.next_id = 1;
  guessing.is_over = false;
  CHECK(pthread_create(&thread, NULL, cancel_the_next, NULL) == 0);
  for (uint64_t id = 1; id <= 20000; id++) {
    struct early early = {0};
    guessing.next_id = id;
    CHECK_STATUS(
        hostcall_call(guessing.bridge, "log_in", not_cbor, sizeof not_cbor, note_id, &early, &early.id), HOSTCALL_OK);
    while (!early.is_replied) sched_yield();
    CHECK(early.id_at_reply == id);
  }
  guessing.is_over = true;
  pthread_join(thread, NULL);
  CHECK_STATUS(hostcall_close(guessing.bridge), HOSTCALL_OK);
}

void race_tests(void) {
  static const struct test tests[] = {
      {"a call's ID is written before its reply, however early another thread cancels it", guessed_ids},
      {"answers, deadlines and cancellations race: each call gets one reply, and none is both answered and cancelled",
       every_way_to_end},
      {"bridges open and close on ten threads, and hundreds are open at once", many_bridges},
      {"ten threads of random calls leave the replies of pending calls intact", noise},
  };
  RUN("races", tests);
}
