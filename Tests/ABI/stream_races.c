/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Streams whose ends race with everything else. */
#include "suites.h"

#include <sched.h>

#include "stream_host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no streams. */
void stream_race_tests(void) {}
#else

/* Sends until the stream or the bridge has ended; returns how many items were accepted. */
static void *send_until_ended(void *argument) {
  struct stream_host *host = argument;
  uint32_t sent = 0;
  while (host->account == 0) sleep_ms(1);
  while (true) {
    int32_t status = streams_send(host, sent);
    if (status == HOSTCALL_OK) {
      sent++;
    } else if (status != HOSTCALL_WOULD_BLOCK) {
      CHECK(status == HOSTCALL_UNKNOWN_CALL || status == HOSTCALL_CLOSED || status == HOSTCALL_INVALID_BRIDGE);
      return (void *)(uintptr_t)sent;
    }
  }
}

static void check_items(const struct stream_host *host) {
  for (uint32_t i = 0; i < host->received && i < most_items; i++) CHECK(host->items[i] == i);
}

static void cancel_races_with_send(void) {
  for (int round = 0; round < 100; round++) {
    struct stream_host host;
    pthread_t sender;
    void *sent;
    streams_open(&host, NULL, NULL);
    host.grant_each = 1;
    pthread_create(&sender, NULL, send_until_ended, &host);
    streams_start(&host, NULL, 1 + (uint32_t)round % 7);
    sleep_ms(round % 4);
    CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_OK);
    EVENTUALLY(host.reply.count == 1);
    CHECK_STATUS(host.reply.outcome, HOSTCALL_REPLY_CANCELLED);
    pthread_join(sender, &sent);
    EVENTUALLY(host.cancels == 1);
    check_items(&host);
    CHECK(host.received <= host.taken && host.taken <= (uintptr_t)sent);
    streams_close(&host);
  }
}

static void close_while_waiting(void) {
  for (int round = 0; round < 50; round++) {
    struct stream_host host;
    pthread_t sender;
    streams_open(&host, NULL, NULL);
    pthread_create(&sender, NULL, send_until_ended, &host);
    /* The host waits for credit of the core, and the function of the core for credit of the host. */
    streams_start(&host, NULL, (uint32_t)round % 3);
    sleep_ms(round % 5);
    streams_close(&host);
    CHECK(host.reply.count == 1 && host.cancels == 1);
    CHECK_STATUS(host.reply.outcome, HOSTCALL_REPLY_CANCELLED);
    check_items(&host);
    pthread_join(sender, NULL);
  }
}

/* -- Many senders ------------------------------------------------------------------------------------ */

enum { senders = 4, each = 500 };

static struct stream_host crowd;
static atomic_uint next_sender;

static void *send_own(void *unused) {
  (void)unused;
  uint32_t sender = next_sender++;
  for (uint32_t i = 0; i < each; i++) {
    int32_t status;
    while ((status = streams_send(&crowd, sender * each + i)) == HOSTCALL_WOULD_BLOCK) sched_yield();
    CHECK_STATUS(status, HOSTCALL_OK);
  }
  return NULL;
}

static void many_senders(void) {
  streams_open(&crowd, NULL, NULL);
  crowd.grant_each = 1;
  streams_start(&crowd, NULL, 8);
  on_threads(senders, send_own, NULL);
  CHECK_STATUS(streams_end(&crowd, HOSTCALL_REPLY_OK, ""), HOSTCALL_OK);
  EVENTUALLY(crowd.reply.count == 1);
  CHECK(crowd.received == senders * each);
  /* Those of each sender are in its order. */
  uint32_t next[senders] = {0};
  for (uint32_t i = 0; i < crowd.received; i++) {
    uint32_t sender = crowd.items[i] / each;
    if (sender < senders) CHECK(crowd.items[i] % each == next[sender]++);
  }
  streams_close(&crowd);
}

void stream_race_tests(void) {
  static const struct test tests[] = {
      {"a cancel that races with sends leaves one end and an exact count", cancel_races_with_send},
      {"a close ends streams whose senders wait for credit, at both ends", close_while_waiting},
      {"items of several senders keep the order of each", many_senders},
  };
  RUN("races of streams", tests);
}

#endif
