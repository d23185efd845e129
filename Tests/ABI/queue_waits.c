/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A queue: waiting for messages, being woken, several threads, and closing. */
#include "suites.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "queue_host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no queue. */
void queue_wait_tests(void) {}
#else

static void timeouts(void) {
  struct queue_host host;
  queue_open(&host, NULL, NULL);
  int64_t start = now_ms();
  CHECK_STATUS(hostcall_next(host.bridge, &host.message, 0), HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_next(host.bridge, &host.message, 50000000), HOSTCALL_NOTHING);
  CHECK(now_ms() - start >= 50);
  queue_close(&host);
}

static void *log_in_later(void *user_data) {
  struct queue_host *host = user_data;
  sleep_ms(20);
  CHECK_STATUS(queue_log_in(host, NULL), HOSTCALL_OK);
  return NULL;
}

static void without_limit(void) {
  const int64_t timeouts[] = {-1, INT64_MIN, INT64_MAX};
  for (int i = 0; i < 3; i++) {
    struct queue_host host;
    pthread_t thread;
    queue_open(&host, NULL, NULL);
    if (pthread_create(&thread, NULL, log_in_later, &host) != 0) abort();
    CHECK_STATUS(hostcall_next(host.bridge, &host.message, timeouts[i]), HOSTCALL_OK);
    pthread_join(thread, NULL);
    queue_close(&host);
  }
}

/* -- The descriptor -------------------------------------------------------------------------------- */

static bool is_readable(int descriptor, int timeout_ms) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  return poll(&entry, 1, timeout_ms) == 1 && (entry.revents & POLLIN) != 0;
}

static void descriptor(void) {
  struct queue_host host;
  uint64_t id;
  queue_open(&host, NULL, NULL);
  int ready = hostcall_queue_fd(host.bridge);
  CHECK(ready >= 0 && hostcall_queue_fd(host.bridge) == ready);
  CHECK(!is_readable(ready, 0));
  CHECK_STATUS(queue_log_in(&host, &id), HOSTCALL_OK);
  CHECK(is_readable(ready, 10000) && is_readable(ready, 0));
  queue_expect(&host, HOSTCALL_MESSAGE_INVOKE);
  CHECK(!is_readable(ready, 0));
  /* A message that is withdrawn no longer counts. */
  queue_answer(&host);
  CHECK(is_readable(ready, 10000));
  CHECK_STATUS(hostcall_fail_pending(host.bridge, 14, "gone"), HOSTCALL_OK);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK(!is_readable(ready, 0));
  queue_expect_nothing(&host);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  int32_t status = HOSTCALL_OK;
  while (status != HOSTCALL_CLOSED) {
    CHECK(is_readable(ready, 10000));
    status = hostcall_next(host.bridge, &host.message, 0);
    if (status != HOSTCALL_OK && status != HOSTCALL_CLOSED) break;
  }
  CHECK_STATUS(status, HOSTCALL_CLOSED);
  CHECK(hostcall_queue_fd(host.bridge) == -1);
}

static void late_descriptor(void) {
  struct queue_host host;
  queue_open(&host, NULL, NULL);
  CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 1);
  CHECK(is_readable(hostcall_queue_fd(host.bridge), 0));
  queue_close(&host);
}

/* A host with one thread, which sleeps in poll and nowhere else. */
static void log_in_on_poll(void) {
  struct queue_host host;
  queue_open(&host, NULL, NULL);
  struct pollfd entry = {.fd = hostcall_queue_fd(host.bridge), .events = POLLIN};
  int replies = 0, started = 0;
  while (replies < 500) {
    while (started < 500 && started - replies < 10) {
      CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_OK);
      started++;
    }
    CHECK(poll(&entry, 1, 10000) == 1);
    int32_t status;
    while ((status = hostcall_next(host.bridge, &host.message, 0)) == HOSTCALL_OK) {
      queue_answer(&host);
      if (host.message.kind != HOSTCALL_MESSAGE_REPLY) continue;
      CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_OK);
      replies++;
    }
    CHECK_STATUS(status, HOSTCALL_NOTHING);
    if (status != HOSTCALL_NOTHING) return;
  }
  queue_close(&host);
}

/* -- wake ------------------------------------------------------------------------------------------ */

struct waking {
  struct queue_host host;
  atomic_int wakes, refusals;
};

static void wake(void *user_data) {
  struct waking *waking = user_data;
  hostcall_message message = {.size = sizeof message};
  waking->wakes++;
  waking->refusals += hostcall_next(waking->host.bridge, &message, 0) == HOSTCALL_INVALID_ARGUMENT;
}

static void woken(void) {
  struct waking waking = {.wakes = 0};
  uint64_t ids[3];
  queue_open(&waking.host, wake, &waking);
  for (int i = 0; i < 3; i++) CHECK_STATUS(queue_log_in(&waking.host, &ids[i]), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&waking.host) == 3);
  EVENTUALLY(waking.wakes == 1);
  sleep_ms(50); /* a call is in flight shortly before its message is in the queue */
  for (int i = 0; i < 3; i++) queue_expect(&waking.host, HOSTCALL_MESSAGE_INVOKE);
  queue_expect_nothing(&waking.host);
  CHECK(waking.wakes == 1);
  /* The cancel and the reply of one call. */
  CHECK_STATUS(hostcall_cancel(waking.host.bridge, ids[0]), HOSTCALL_OK);
  EVENTUALLY(waking.wakes == 2);
  CHECK(waking.refusals == waking.wakes);
  CHECK_STATUS(hostcall_close(waking.host.bridge), HOSTCALL_OK);
  queue_drain(&waking.host);
  int last = waking.wakes;
  sleep_ms(10);
  CHECK(waking.wakes == last && waking.refusals == last);
}

static void wake_slowly(void *user_data) {
  struct waking *waking = user_data;
  sleep_ms(50);
  waking->wakes++;
}

static void no_wake_after_the_end(void) {
  struct waking waking = {.wakes = 0};
  queue_open(&waking.host, wake_slowly, &waking);
  CHECK_STATUS(hostcall_close(waking.host.bridge), HOSTCALL_OK);
  queue_drain(&waking.host);
  int last = waking.wakes;
  CHECK(last >= 1);
  sleep_ms(100);
  CHECK(waking.wakes == last);
}

static void exit_in_wake(void *user_data) {
  struct waking *waking = user_data;
  waking->wakes++;
  pthread_exit(NULL);
}

static void ends_its_thread(void) {
  struct waking waking = {.wakes = 0};
  queue_open(&waking.host, exit_in_wake, &waking);
  queue_until_fetch(&waking.host, NULL);
  queue_answer(&waking.host);
  queue_expect(&waking.host, HOSTCALL_MESSAGE_REPLY);
  CHECK(waking.wakes >= 1);
  queue_close(&waking.host);
}

/* -- Several threads ------------------------------------------------------------------------------- */

/* Some IDs are skipped. */
enum { takers = 4, calls = 500, most_ids = 100000 };

struct crowd {
  struct queue_host host;
  atomic_int replies, releases, ends, stale, invokes, invoked[most_ids];
};

static void *take(void *user_data) {
  struct crowd *crowd = user_data;
  hostcall_message message = {.size = sizeof message};
  hostcall_bridge bridge = crowd->host.bridge;
  int32_t status;
  while ((status = hostcall_next(bridge, &message, -1)) == HOSTCALL_OK) {
    switch (message.kind) {
      case HOSTCALL_MESSAGE_INVOKE:
        crowd->invokes++;
        if (message.call_id < most_ids) CHECK(crowd->invoked[message.call_id]++ == 0);
        CHECK_STATUS(message.user_data == &crowd->host.clock ? queue_answer_clock(bridge, message.call_id)
                                                             : queue_answer_profile(bridge, message.call_id),
                     HOSTCALL_OK);
        break;
      case HOSTCALL_MESSAGE_REPLY:
        CHECK_STATUS(message.outcome, HOSTCALL_REPLY_OK);
        if (++crowd->replies == calls) CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
        break;
      case HOSTCALL_MESSAGE_RELEASE: crowd->releases++; break;
      default: CHECK(false);
    }
  }
  crowd->ends += status == HOSTCALL_CLOSED;
  crowd->stale += status == HOSTCALL_INVALID_BRIDGE;
  return NULL;
}

static void *call_and_take(void *user_data) {
  struct crowd *crowd = user_data;
  static atomic_int number;
  if (number++ % (takers + 1) != 0) return take(user_data);
  for (int i = 0; i < calls; i++) CHECK_STATUS(queue_log_in(&crowd->host, NULL), HOSTCALL_OK);
  return NULL;
}

static void several_threads(void) {
  static struct crowd crowd;
  queue_open(&crowd.host, NULL, NULL);
  on_threads(takers + 1, call_and_take, &crowd);
  CHECK(crowd.replies == calls && crowd.releases == 2);
  CHECK(crowd.ends == 1 && crowd.stale == takers - 1);
  CHECK(crowd.invokes == calls * 2);
}

/* -- Closing --------------------------------------------------------------------------------------- */

static void closing(void) {
  struct queue_host host;
  uint64_t id;
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, &id);
  uint64_t fetch = host.last_fetch;
  CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 2); /* the second call stays in the queue */
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_close_within(host.bridge, 5), HOSTCALL_CLOSED);
  CHECK_STATUS(queue_answer_profile(host.bridge, fetch), HOSTCALL_CLOSED);
  CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_register(host.bridge, "read_clock", NULL, NULL), HOSTCALL_CLOSED);
  int kinds[8] = {0};
  int32_t status;
  while ((status = hostcall_next(host.bridge, &host.message, -1)) == HOSTCALL_OK) {
    kinds[host.message.kind & 7]++;
    if (host.message.kind == HOSTCALL_MESSAGE_REPLY) CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_CANCELLED);
    if (host.message.kind == HOSTCALL_MESSAGE_CANCEL) CHECK(host.message.call_id == fetch);
  }
  CHECK_STATUS(status, HOSTCALL_CLOSED);
  CHECK(kinds[HOSTCALL_MESSAGE_INVOKE] == 0 && kinds[HOSTCALL_MESSAGE_CANCEL] == 1);
  CHECK(kinds[HOSTCALL_MESSAGE_REPLY] == 2 && kinds[HOSTCALL_MESSAGE_RELEASE] == 2);
  CHECK_STATUS(hostcall_next(host.bridge, &host.message, -1), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(queue_answer_profile(host.bridge, fetch), HOSTCALL_INVALID_BRIDGE);
}

static void closing_within(void) {
  struct queue_host host;
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, NULL);
  int64_t start = now_ms();
  CHECK_STATUS(hostcall_close_within(host.bridge, INT64_MAX), HOSTCALL_OK);
  CHECK(now_ms() - start < 5000);
  CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_CLOSED);
  CHECK_STATUS(queue_answer_profile(host.bridge, host.last_fetch), HOSTCALL_OK);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_OK);
  queue_drain(&host);
}

static void never_drained(void) {
  static struct queue_host hosts[20];
  struct host other;
  for (int i = 0; i < 20; i++) {
    queue_open(&hosts[i], NULL, NULL);
    queue_until_fetch(&hosts[i], NULL);
    CHECK_STATUS(hostcall_close(hosts[i].bridge), HOSTCALL_OK);
  }
  host_open(&other, answer_ada);
  check_still_works(&other);
  host_close(&other);
  /* They can still be drained. */
  for (int i = 0; i < 20; i++) queue_drain(&hosts[i]);
}

void queue_wait_tests(void) {
  static const struct test tests[] = {
      {"a timeout of 0 polls, and any other is waited for", timeouts},
      {"a negative timeout waits until there is a message", without_limit},
      {"the descriptor is readable while there is something to take", descriptor},
      {"a descriptor that is requested late is readable at once if a message is queued", late_descriptor},
      {"a host with one thread logs in five hundred times, and sleeps in poll", log_in_on_poll},
      {"wake runs when there is something to take, and again after everything was taken", woken},
      {"no wake runs after the host has been told that the bridge is closed", no_wake_after_the_end},
      {"a wake that ends its thread counts as one that has returned", ends_its_thread},
      {"four threads take each message once, and one of them is told of the end", several_threads},
      {"a close returns at once, and the host takes what is left until it is told of the end", closing},
      {"a close with a grace time lets calls end and their replies be taken", closing_within},
      {"hosts that do not drain their queues disturb no other bridge", never_drained},
  };
  RUN("waiting for a queue", tests);
}
#endif
