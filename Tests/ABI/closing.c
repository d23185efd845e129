/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Closing: pending calls end first, running callbacks are waited for, and nothing runs afterwards. */
#include "suites.h"

#include "host.h"

static void pending_calls(void) {
  struct host host;
  struct reply replies[20];
  host_open(&host, never_answer);
  for (int i = 0; i < 20; i++) CHECK_STATUS(log_in_start(&host, &replies[i], 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 20);
  host_close(&host);
  /* All of this has happened before the close returned. */
  for (int i = 0; i < 20; i++) {
    CHECK(replies[i].count == 1);
    CHECK_STATUS(replies[i].outcome, HOSTCALL_REPLY_CANCELLED);
  }
  CHECK(host.cancel_count == 20 && host.release_count == 1);
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_INVALID_BRIDGE);
  sleep_ms(20);
  CHECK(host.cancel_count == 20 && host.release_count == 1 && replies[0].count == 1);
}

static void close_in_invoke(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(hostcall_close(host->bridge), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
}

static void close_in_callback(void *user_data) {
  struct host *host = user_data;
  host->note += hostcall_close(host->bridge) == HOSTCALL_INVALID_ARGUMENT;
}

static void close_in_cancel(uint64_t call_id, void *user_data) {
  (void)call_id;
  close_in_callback(user_data);
}

static void close_in_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)outcome, (void)payload, (void)length;
  close_in_callback(user_data);
}

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

static void from_callbacks(void) {
  struct host host;
  struct reply reply;
  host_open(&host, close_in_invoke);
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);

  hostcall_handler handler = {sizeof handler, ignore, close_in_cancel, close_in_callback, &host, 0};
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  CHECK_STATUS(log_in_start(&host, &reply, 30, NULL), HOSTCALL_OK);
  EVENTUALLY(host.note == 1); /* from cancel */
  CHECK_STATUS(hostcall_unregister(host.bridge, "fetch_profile"), HOSTCALL_OK);
  EVENTUALLY(host.note == 2); /* from release */
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", ada, 0, close_in_reply, &host, NULL), HOSTCALL_OK);
  EVENTUALLY(host.note == 3);
  host_close(&host);
}

static void *close_it(void *user_data) {
  struct host *host = user_data;
  int32_t status = hostcall_close(host->bridge);
  if (status == HOSTCALL_OK) host->note++;
  CHECK(status == HOSTCALL_OK || status == HOSTCALL_CLOSED || status == HOSTCALL_INVALID_BRIDGE);
  CHECK(host->release_count == 1 && host->cancel_count == 5); /* true for every closer that returns */
  return NULL;
}

static void many_closers(void) {
  for (int round = 0; round < 50; round++) {
    struct host host;
    struct reply replies[5];
    host_open(&host, never_answer);
    for (int i = 0; i < 5; i++) CHECK_STATUS(log_in_start(&host, &replies[i], 0, NULL), HOSTCALL_OK);
    EVENTUALLY(host.fetch_count == 5);
    on_threads(8, close_it, &host);
    CHECK(host.note == 1);
    for (int i = 0; i < 5; i++) CHECK(replies[i].count == 1);
  }
}

/* -- A close under load ---------------------------------------------------------------------------- */

struct flood {
  struct host host;
  atomic_int accepted, replied;
  atomic_bool is_over;
};

static void count_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct flood *flood = user_data;
  (void)outcome, (void)payload, (void)length;
  flood->replied++;
  if (flood->is_over) check_failed(__FILE__, __LINE__, "a reply after the close had returned");
}

static void *flood_with_calls(void *user_data) {
  struct flood *flood = user_data;
  static const uint8_t request[] = "\xa1\x66userID\x07";
  for (;;) {
    int32_t status =
        hostcall_call(flood->host.bridge, "log_in", request, sizeof request - 1, count_reply, flood, NULL);
    if (status == HOSTCALL_OK) {
      flood->accepted++;
    } else {
      CHECK(status == HOSTCALL_CLOSED || status == HOSTCALL_INVALID_BRIDGE);
      return NULL;
    }
  }
}

static void *close_soon(void *user_data) {
  struct flood *flood = user_data;
  sleep_ms(10);
  CHECK_STATUS(hostcall_close(flood->host.bridge), HOSTCALL_OK);
  flood->is_over = true;
  CHECK(flood->host.release_count == 1);
  return NULL;
}

static void *flood_thread(void *user_data) {
  static atomic_int number;
  return number++ % 5 == 0 ? close_soon(user_data) : flood_with_calls(user_data);
}

static void complete_either_way(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  int32_t status = complete_ada(host, call_id);
  CHECK(status == HOSTCALL_OK || status == HOSTCALL_CLOSED || status == HOSTCALL_UNKNOWN_CALL);
}

static void during_a_flood(void) {
  for (int round = 0; round < 10; round++) {
    static struct flood flood;
    flood.accepted = flood.replied = 0;
    flood.is_over = false;
    host_open(&flood.host, complete_either_way);
    on_threads(5, flood_thread, &flood);
    CHECK(flood.accepted == flood.replied);
  }
}

void closing_tests(void) {
  static const struct test tests[] = {
      {"a close ends all pending calls, notifies the host and releases handlers, then returns", pending_calls},
      {"a close inside invoke, cancel, release or reply is refused and changes nothing", from_callbacks},
      {"of eight closers one closes, and all return when it is done", many_closers},
      {"under load, every accepted call gets one reply, and none comes after the close", during_a_flood},
  };
  RUN("closing", tests);
}
