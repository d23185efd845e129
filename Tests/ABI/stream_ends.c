/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Ends of streams of the core: without credit, inside `item`, and while the bridge closes. */
#include "suites.h"

#include <stdlib.h>

#include "stream_host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no streams. */
void stream_end_tests(void) {}
#else

static void end_without_credit(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 0);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, ""), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_OK, 0);
  streams_close(&host);
}

static void silence_without_time(void) {
  struct stream_host host;
  hostcall_call_options options = {.size = sizeof options, .silence_ns = -1};
  streams_open(&host, NULL, NULL);
  streams_start(&host, &options, 0);
  sleep_ms(20);
  CHECK(host.reply.count == 0);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, 1), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_CODE(4), 0);
  streams_close(&host);
}

static void too_large(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 10);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_OK);
  CHECK_STATUS(hostcall_send(host.bridge, host.account, (const uint8_t *)"", SIZE_MAX), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(streams_send(&host, 1), HOSTCALL_UNKNOWN_CALL);
  streams_expect(&host, HOSTCALL_REPLY_CODE(8), 1);
  streams_close(&host);
  CHECK(host.cancels == 0);
}

/* -- Inside item ------------------------------------------------------------------------------------- */

static void give_up_first(struct stream_host *host) {
  for (uint32_t i = 1; i < 4; i++) CHECK_STATUS(streams_send(host, i), HOSTCALL_OK);
  sleep_ms(20); /* so that they are queued for the thread that runs this function */
  CHECK_STATUS(hostcall_cancel(host->bridge, host->balance), HOSTCALL_OK);
}

static void given_up_inside_item(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  host.item = give_up_first;
  streams_start(&host, NULL, 10);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_CANCELLED, 1);
  streams_close(&host);
}

static void end_and_give_up(struct stream_host *host) {
  if (host->received > 1) return;
  for (uint32_t i = 1; i < 4; i++) CHECK_STATUS(streams_send(host, i), HOSTCALL_OK);
  CHECK_STATUS(streams_end(host, HOSTCALL_REPLY_OK, ""), HOSTCALL_OK);
  /* The function of the core has ended. */
  EVENTUALLY(hostcall_grant(host->bridge, host->balance, 0) == HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_cancel(host->bridge, host->balance), HOSTCALL_UNKNOWN_CALL);
}

static void given_up_after_end(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  host.item = end_and_give_up;
  streams_start(&host, NULL, 10);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_OK, 4);
  streams_close(&host);
}

/* -- Closing ----------------------------------------------------------------------------------------- */

static void *close_within(void *argument) {
  const struct stream_host *host = argument;
  CHECK_STATUS(hostcall_close_within(host->bridge, INT64_MAX), HOSTCALL_OK);
  return NULL;
}

static void drop_item(const uint8_t *item, size_t length, void *user_data) {
  (void)item, (void)length, (void)user_data;
}

static void grace_time(void) {
  struct stream_host host;
  struct reply reply = {0};
  pthread_t closer;
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 10);
  if (pthread_create(&closer, NULL, close_within, &host) != 0) abort();
  EVENTUALLY(hostcall_call(host.bridge, "none", NULL, 0, keep_reply, &reply, NULL) == HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_call_stream(host.bridge, "watch_balance", NULL, 0, NULL, drop_item, keep_reply, &reply, NULL),
               HOSTCALL_CLOSED);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_OK);
  sleep_ms(20);
  CHECK(host.reply.count == 0 && host.releases == 0);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, ""), HOSTCALL_OK);
  pthread_join(closer, NULL);
  streams_expect(&host, HOSTCALL_REPLY_OK, 1);
  CHECK(host.releases == 1 && host.cancels == 0);
}

void stream_end_tests(void) {
  static const struct test tests[] = {
      {"the end of a stream needs no credit", end_without_credit},
      {"a stream without time for silence ends with its first credit", silence_without_time},
      {"an item over the size limit ends the stream after those before it, as the host does", too_large},
      {"no item follows one that gives the stream up", given_up_inside_item},
      {"a stream that has ended cannot be given up, and its items still arrive", given_up_after_end},
      {"a close with a grace time waits for streams, and refuses new ones", grace_time},
  };
  RUN("ends of streams", tests);
}

#endif
