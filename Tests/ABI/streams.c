/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Streams of answers, in both directions: ProfileCore passes on what the host sends. */
#include "suites.h"

#include <string.h>

#include "stream_host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no streams. */
void stream_tests(void) {}
#else

static void items_and_end(void) {
  struct stream_host host;
  hostcall_statistics statistics = {.size = sizeof statistics};
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 1000);
  CHECK(host.first_credit == buffer_items);
  for (uint32_t i = 0; i < 100; i++) {
    int32_t status;
    while ((status = streams_send(&host, i)) == HOSTCALL_WOULD_BLOCK) sleep_ms(1);
    CHECK_STATUS(status, HOSTCALL_OK);
  }
  CHECK_STATUS(hostcall_get_statistics(host.bridge, &statistics), HOSTCALL_OK);
  CHECK(statistics.streams == 2 && statistics.items_to_core == 100);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, ""), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_OK, 100);
  CHECK(host.reply.length == 0 && host.cancels == 0);
  CHECK_STATUS(hostcall_get_statistics(host.bridge, &statistics), HOSTCALL_OK);
  CHECK(statistics.streams == 0 && statistics.items_to_core == 100 && statistics.items_to_host == 100);
  streams_close(&host);
}

/* -- Inside callbacks ------------------------------------------------------------------------------ */

static void send_three_and_end(struct stream_host *host, uint64_t call_id) {
  for (uint32_t i = 0; i < 3; i++) CHECK_STATUS(streams_send(host, i), HOSTCALL_OK);
  const uint8_t *failure = (const uint8_t *)"\x61z";
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_FAILURE, failure, 2), HOSTCALL_OK);
  CHECK_STATUS(streams_send(host, 3), HOSTCALL_UNKNOWN_CALL);
}

static void inside_invoke(void) {
  struct stream_host host;
  streams_open(&host, send_three_and_end, NULL);
  streams_start(&host, NULL, 10);
  streams_expect(&host, HOSTCALL_REPLY_FAILURE, 3);
  CHECK(host.reply.length == 2 && memcmp(host.reply.payload, "\x61z", 2) == 0);
  streams_close(&host);
}

/* Sends what it can, up to 200 items, and then ends the stream. */
static void send_more(struct stream_host *host, uint64_t call_id) {
  int32_t status;
  while ((status = streams_send(host, host->next)) == HOSTCALL_OK) {
    host->next++;
    if (host->next == 200) {
      CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, NULL, 0), HOSTCALL_OK);
      return;
    }
  }
  CHECK_STATUS(status, HOSTCALL_WOULD_BLOCK);
}

static void driven_by_credit(void) {
  struct stream_host host;
  streams_open(&host, send_more, send_more);
  host.grant_each = 1;
  streams_start(&host, NULL, 2);
  streams_expect(&host, HOSTCALL_REPLY_OK, 200);
  CHECK(host.credits > 0 && host.credits <= 100);
  streams_close(&host);
}

/* -- Credit ------------------------------------------------------------------------------------------ */

/* Sends until the core takes no more, and returns how many items it took. */
static uint32_t send_until_full(struct stream_host *host) {
  uint32_t sent = 0;
  for (int64_t quiet = now_ms(); now_ms() < quiet + 50;) {
    if (streams_send(host, sent) == HOSTCALL_OK) {
      sent++;
      quiet = now_ms();
    }
  }
  return sent;
}

static void slow_host(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 0);
  /* One item waits in the core for credit; the buffer is filled again once, by the half that it was part of. */
  uint32_t sent = send_until_full(&host);
  CHECK(sent >= buffer_items && sent <= buffer_items + 2);
  CHECK(host.received == 0);
  CHECK_STATUS(streams_send(&host, sent), HOSTCALL_WOULD_BLOCK);
  unsigned credits = host.credits;
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, 0), HOSTCALL_OK);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, 3), HOSTCALL_OK);
  EVENTUALLY(host.received == 3);
  /* A refused send is followed by exactly one credit. */
  EVENTUALLY(host.credits > credits);
  sleep_ms(20);
  CHECK(host.credits == credits + 1 && host.received == 3);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, UINT32_MAX), HOSTCALL_OK);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, UINT32_MAX), HOSTCALL_OK);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, ""), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_OK, sent);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, 1), HOSTCALL_UNKNOWN_CALL);
  streams_close(&host);
}

/* -- Giving up --------------------------------------------------------------------------------------- */

static void given_up(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 2);
  uint32_t sent = send_until_full(&host);
  EVENTUALLY(host.received == 2);
  CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_OK);
  CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_UNKNOWN_CALL);
  streams_expect(&host, HOSTCALL_REPLY_CANCELLED, 2);
  EVENTUALLY(host.cancels == 1);
  /* Two were passed on, and the third waited for credit. */
  CHECK(host.taken == 3 && sent > 3);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, ""), HOSTCALL_UNKNOWN_CALL);
  streams_close(&host);
}

static void deadlines(void) {
  struct stream_host host;
  hostcall_call_options options = {.size = sizeof options, .timeout_ns = 50000000};
  streams_open(&host, NULL, NULL);
  streams_start(&host, &options, 10);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_OK);
  streams_expect(&host, HOSTCALL_REPLY_CODE(4), 1);
  CHECK(strstr((char *)host.reply.payload, "the core's function did not answer in time") != NULL);
  EVENTUALLY(host.cancels == 1);
  CHECK(host.taken == 1);
  streams_close(&host);
}

static void silence(void) {
  struct stream_host host;
  hostcall_call_options options = {.size = sizeof options, .silence_ns = 100000000};
  streams_open(&host, NULL, NULL);
  streams_start(&host, &options, 0);
  /* Without credit, nothing is expected of the core. */
  sleep_ms(200);
  CHECK(host.reply.count == 0);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, 100), HOSTCALL_OK);
  for (uint32_t i = 0; i < 5; i++) {
    sleep_ms(40);
    CHECK_STATUS(streams_send(&host, i), HOSTCALL_OK);
  }
  int64_t last = now_ms();
  streams_expect(&host, HOSTCALL_REPLY_CODE(4), 5);
  CHECK(now_ms() - last >= 90);
  CHECK(strstr((char *)host.reply.payload, "has sent no item for 0.1 seconds") != NULL);
  EVENTUALLY(host.cancels == 1);
  streams_close(&host);
}

static void failed_by_host(void) {
  struct stream_host host;
  streams_open(&host, NULL, NULL);
  streams_start(&host, NULL, 0);
  CHECK_STATUS(streams_send(&host, 0), HOSTCALL_OK);
  CHECK_STATUS(streams_send(&host, 1), HOSTCALL_OK);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, "x"), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(streams_end(&host, 99, ""), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_CODE(7), "no"), HOSTCALL_OK);
  CHECK_STATUS(streams_end(&host, HOSTCALL_REPLY_OK, ""), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_grant(host.bridge, host.balance, 10), HOSTCALL_OK);
  /* The items that were sent come before the end. */
  streams_expect(&host, HOSTCALL_REPLY_CODE(7), 2);
  CHECK(host.cancels == 0);
  streams_close(&host);
}

/* -- Arguments --------------------------------------------------------------------------------------- */

static void drop_item(const uint8_t *item, size_t length, void *user_data) {
  (void)item, (void)length, (void)user_data;
}

static void arguments(void) {
  struct stream_host host;
  struct reply reply = {0};
  uint64_t id = 77;
  streams_open(&host, NULL, NULL);
  hostcall_bridge bridge = host.bridge;
  hostcall_stream_handler handler = {.size = sizeof handler - 1};
  CHECK_STATUS(hostcall_register_stream(bridge, "s", NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_register_stream(bridge, "s", &handler), HOSTCALL_ABI_MISMATCH);
  handler.size = sizeof handler;
  CHECK_STATUS(hostcall_register_stream(bridge, "s", &handler), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_register_stream(0, NULL, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_call_stream(bridge, "watch_balance", NULL, 0, NULL, NULL, keep_reply, &reply, &id),
               HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_call_stream(bridge, "watch_balance", NULL, 0, NULL, drop_item, NULL, &reply, &id),
               HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_call_stream(bridge, "log_in", NULL, 0, NULL, drop_item, keep_reply, &reply, &id),
               HOSTCALL_NOT_REGISTERED);
  char text[256];
  hostcall_last_error(text, sizeof text);
  CHECK(strstr(text, "not as a stream") != NULL);
  CHECK_STATUS(hostcall_call(bridge, "watch_balance", NULL, 0, keep_reply, &reply, &id), HOSTCALL_NOT_REGISTERED);
  hostcall_last_error(text, sizeof text);
  CHECK(strstr(text, "as a stream") != NULL);
  CHECK(id == 77 && reply.count == 0);
  CHECK_STATUS(hostcall_send(bridge, 1, NULL, 1), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_send(bridge, 1, NULL, 0), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_grant(bridge, 1, 1), HOSTCALL_UNKNOWN_CALL);
  const hostcall_api *api = profile_core_api();
  CHECK(api->send(bridge, 1, NULL, 0) == HOSTCALL_UNKNOWN_CALL && api->grant(bridge, 1, 1) == HOSTCALL_UNKNOWN_CALL);
  streams_close(&host);
}

static void wrong_kind(void) {
  struct stream_host host;
  struct host calls;
  struct reply reply;
  uint64_t id;
  host_open(&calls, never_answer);
  CHECK_STATUS(log_in_start(&calls, &reply, 0, &id), HOSTCALL_OK);
  EVENTUALLY(calls.fetch_count == 1);
  CHECK_STATUS(hostcall_send(calls.bridge, calls.fetched[0], NULL, 0), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_grant(calls.bridge, id, 1), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(complete_ada(&calls, calls.fetched[0]), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  host_close(&calls);

  /* A function where the core expects a stream. */
  streams_open(&host, NULL, NULL);
  hostcall_handler handler = host_handler(&calls);
  CHECK_STATUS(hostcall_register_handler(host.bridge, "watch_account", &handler), HOSTCALL_OK);
  EVENTUALLY(host.releases == 1);
  CHECK_STATUS(hostcall_call_stream(host.bridge, "watch_balance", NULL, 0, NULL, drop_item, keep_reply, &host.reply,
                                    NULL),
               HOSTCALL_OK);
  EVENTUALLY(host.reply.count == 1);
  CHECK_STATUS(host.reply.outcome, HOSTCALL_REPLY_CODE(12));
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
}

void stream_tests(void) {
  static const struct test tests[] = {
      {"items arrive in order, and then the end", items_and_end},
      {"invoke may send items and end the stream", inside_invoke},
      {"a host that sends in credit and grants in item needs no other thread", driven_by_credit},
      {"a host that grants no credit stops the sender, and each refusal is followed by one credit", slow_host},
      {"giving up tells the other end at once, with the number of items taken", given_up},
      {"a deadline ends both streams", deadlines},
      {"silence ends a stream while it has credit, and only then", silence},
      {"an end with an error comes after the items", failed_by_host},
      {"invalid arguments are refused", arguments},
      {"a stream and a call are not mistaken for each other", wrong_kind},
  };
  RUN("streams", tests);
}

#endif
