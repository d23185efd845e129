/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Streams of a host with a queue: every item, credit and end is a message. */
#include "suites.h"

#include <string.h>

#include "host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no queue. */
void queue_stream_tests(void) {}
#else

static const int64_t ten_seconds = 10000000000;

struct streams {
  hostcall_bridge bridge;
  hostcall_message message;
  uint64_t account, balance;
  char handler, call; /* their addresses are the user_data */
};

static void open_streams(struct streams *host) {
  memset(host, 0, sizeof *host);
  host->message.size = sizeof host->message;
  host->bridge = profile_core_open();
  CHECK_STATUS(hostcall_queue_enable(host->bridge, NULL, NULL), HOSTCALL_OK);
  hostcall_stream_handler handler = {.size = sizeof handler, .user_data = &host->handler};
  CHECK_STATUS(hostcall_register_stream(host->bridge, "watch_account", &handler), HOSTCALL_OK);
}

/* Takes the next message and checks its kind and what follows from it. */
static void expect(struct streams *host, int32_t kind, uint64_t count) {
  CHECK_STATUS(hostcall_next(host->bridge, &host->message, ten_seconds), HOSTCALL_OK);
  const hostcall_message *message = &host->message;
  CHECK_STATUS(message->kind, kind);
  CHECK(message->count == count && message->bytes != NULL && (uintptr_t)message->bytes % 16 == 0);
  bool is_of_core = kind == HOSTCALL_MESSAGE_ITEM || kind == HOSTCALL_MESSAGE_REPLY;
  CHECK(message->user_data == (is_of_core ? &host->call : &host->handler));
  CHECK(is_of_core ? message->name == NULL : strcmp(message->name, "watch_account") == 0);
  if (kind != HOSTCALL_MESSAGE_RELEASE) CHECK(message->call_id == (is_of_core ? host->balance : host->account));
}

/* Takes the reply to watch_balance, which was given up, and the cancel of watch_account, in any order. */
static void expect_both_ends(struct streams *host, uint64_t taken) {
  bool is_cancelled = false;
  bool is_replied = false;
  while (!is_cancelled || !is_replied) {
    if (hostcall_next(host->bridge, &host->message, ten_seconds) != HOSTCALL_OK) break;
    if (host->message.kind == HOSTCALL_MESSAGE_REPLY) {
      CHECK(!is_replied && host->message.call_id == host->balance);
      CHECK_STATUS(host->message.outcome, HOSTCALL_REPLY_CANCELLED);
      is_replied = true;
    } else {
      CHECK(!is_cancelled && host->message.kind == HOSTCALL_MESSAGE_CANCEL && host->message.call_id == host->account);
      CHECK(host->message.count == taken);
      is_cancelled = true;
    }
  }
  CHECK(is_cancelled && is_replied);
}

/* Calls watch_balance and takes the invoke of watch_account. */
static void start(struct streams *host, uint32_t grant) {
  CHECK_STATUS(hostcall_call_stream(host->bridge, "watch_balance", NULL, 0, NULL, NULL, NULL, &host->call,
                                    &host->balance),
               HOSTCALL_OK);
  if (grant > 0) CHECK_STATUS(hostcall_grant(host->bridge, host->balance, grant), HOSTCALL_OK);
  /* The IDs are guessed, and the calls not known before their messages are taken. */
  CHECK_STATUS(hostcall_send(host->bridge, host->account + 1, NULL, 0), HOSTCALL_UNKNOWN_CALL);
  host->account++;
  expect(host, HOSTCALL_MESSAGE_INVOKE, 0);
  hostcall_call_info info = {.size = sizeof info};
  CHECK_STATUS(hostcall_get_call_info(host->bridge, host->account, &info), HOSTCALL_OK);
  CHECK(info.credit == 4);
}

static int32_t send_item(struct streams *host, uint8_t number) {
  return hostcall_send(host->bridge, host->account, &number, 1);
}

static void close_streams(struct streams *host) {
  CHECK_STATUS(hostcall_close(host->bridge), HOSTCALL_OK);
  int releases = 0;
  int32_t status;
  while ((status = hostcall_next(host->bridge, &host->message, ten_seconds)) == HOSTCALL_OK) {
    releases += host->message.kind == HOSTCALL_MESSAGE_RELEASE;
  }
  CHECK_STATUS(status, HOSTCALL_CLOSED);
  CHECK(releases == 1);
}

static void items_by_messages(void) {
  struct streams host;
  open_streams(&host);
  start(&host, 100);
  for (uint8_t i = 0; i < 4; i++) CHECK_STATUS(send_item(&host, i), HOSTCALL_OK);
  bool is_told = false;
  for (uint8_t i = 0; i < 4;) {
    /* The host has used the credit that it was told of, so it is told of more, among the items. */
    CHECK_STATUS(hostcall_next(host.bridge, &host.message, ten_seconds), HOSTCALL_OK);
    if (host.message.kind == HOSTCALL_MESSAGE_CREDIT) {
      CHECK(host.message.count > 0 && host.message.call_id == host.account);
      is_told = true;
      continue;
    }
    CHECK_STATUS(host.message.kind, HOSTCALL_MESSAGE_ITEM);
    CHECK(host.message.length == 1 && host.message.bytes[0] == i && host.message.call_id == host.balance);
    i++;
  }
  if (!is_told) {
    CHECK_STATUS(hostcall_next(host.bridge, &host.message, ten_seconds), HOSTCALL_OK);
    CHECK_STATUS(host.message.kind, HOSTCALL_MESSAGE_CREDIT);
  }
  CHECK_STATUS(hostcall_complete(host.bridge, host.account, HOSTCALL_REPLY_OK, NULL, 0), HOSTCALL_OK);
  expect(&host, HOSTCALL_MESSAGE_REPLY, 0);
  CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_OK);
  CHECK(host.message.length == 0);
  close_streams(&host);
}

static void given_up_by_messages(void) {
  struct streams host;
  open_streams(&host);
  start(&host, 2);
  for (uint8_t i = 0; i < 3; i++) CHECK_STATUS(send_item(&host, i), HOSTCALL_OK);
  expect(&host, HOSTCALL_MESSAGE_ITEM, 0);
  expect(&host, HOSTCALL_MESSAGE_ITEM, 0);
  /* The third is in the hands of the core, which has no credit. */
  sleep_ms(20);
  CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_OK);
  expect_both_ends(&host, 3);
  close_streams(&host);
}

static void dropped_items(void) {
  struct streams host;
  open_streams(&host);
  start(&host, 3);
  for (uint8_t i = 0; i < 3; i++) CHECK_STATUS(send_item(&host, i), HOSTCALL_OK);
  /* They are in the queue after a while, and are not handed out once the stream is given up. */
  sleep_ms(50);
  CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_OK);
  expect_both_ends(&host, 3);
  close_streams(&host);
}

static void cancel_waits_for_invoke(void) {
  struct streams host;
  open_streams(&host);
  start(&host, 10);
  hostcall_message invoke = host.message;
  host.message.token = 0; /* keeps the message */
  CHECK_STATUS(send_item(&host, 0), HOSTCALL_OK);
  expect(&host, HOSTCALL_MESSAGE_ITEM, 0);
  CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_OK);
  expect(&host, HOSTCALL_MESSAGE_REPLY, 0);
  sleep_ms(20);
  CHECK_STATUS(hostcall_next(host.bridge, &host.message, 0), HOSTCALL_NOTHING);
  hostcall_message_done(&invoke);
  expect(&host, HOSTCALL_MESSAGE_CANCEL, 1);
  close_streams(&host);
}

static void no_credit_after_the_end(void) {
  for (int is_cancelled = 0; is_cancelled < 2; is_cancelled++) {
    struct streams host;
    open_streams(&host);
    start(&host, 100);
    for (uint8_t i = 0; i < 4; i++) CHECK_STATUS(send_item(&host, i), HOSTCALL_OK);
    /* The credit for these is in the queue after a while, and not taken before the stream ends. */
    sleep_ms(50);
    if (is_cancelled) CHECK_STATUS(hostcall_cancel(host.bridge, host.balance), HOSTCALL_OK);
    else CHECK_STATUS(hostcall_complete(host.bridge, host.account, HOSTCALL_REPLY_OK, NULL, 0), HOSTCALL_OK);
    hostcall_call_info info = {.size = sizeof info};
    EVENTUALLY(hostcall_get_call_info(host.bridge, host.account, &info) == HOSTCALL_UNKNOWN_CALL);
    int replies = 0;
    for (int ends = 0; ends < 1 + is_cancelled;) {
      CHECK_STATUS(hostcall_next(host.bridge, &host.message, ten_seconds), HOSTCALL_OK);
      CHECK(host.message.kind != HOSTCALL_MESSAGE_CREDIT);
      replies += host.message.kind == HOSTCALL_MESSAGE_REPLY;
      ends += host.message.kind == HOSTCALL_MESSAGE_REPLY || host.message.kind == HOSTCALL_MESSAGE_CANCEL;
      if (host.message.kind == 0) break;
    }
    CHECK(replies == 1);
    close_streams(&host);
  }
}

static void one_credit(void) {
  enum { items = 200 };
  struct streams host;
  uint64_t credit = 0;
  int credits = 0, received = 0;
  open_streams(&host);
  start(&host, items);
  /* The host sends each item until it is accepted, before it takes any message. */
  for (int i = 0; i < items;) {
    int32_t status = send_item(&host, (uint8_t)i);
    if (status == HOSTCALL_OK) {
      i++;
    } else {
      CHECK_STATUS(status, HOSTCALL_WOULD_BLOCK);
      if (status != HOSTCALL_WOULD_BLOCK) break;
      sleep_ms(1);
    }
  }
  sleep_ms(50);
  while (received < items) {
    CHECK_STATUS(hostcall_next(host.bridge, &host.message, ten_seconds), HOSTCALL_OK);
    if (host.message.kind == 0) break;
    received += host.message.kind == HOSTCALL_MESSAGE_ITEM;
    if (host.message.kind == HOSTCALL_MESSAGE_CREDIT) {
      credits++;
      credit += host.message.count;
    }
  }
  /* The core may receive the last items after that, and grant more. */
  CHECK(credits >= 1 && credits <= 2 && credit >= items - 4);
  close_streams(&host);
}

void queue_stream_tests(void) {
  static const struct test tests[] = {
      {"items, credit and the end are messages", items_by_messages},
      {"giving up is a message with the number of items taken", given_up_by_messages},
      {"items of a stream that was given up are not handed out", dropped_items},
      {"credit is not handed out once its stream has ended", no_credit_after_the_end},
      {"credit that is not taken is added up", one_credit},
      {"the end of a stream waits until its invoke is done", cancel_waits_for_invoke},
  };
  RUN("streams of a host with a queue", tests);
}

#endif
