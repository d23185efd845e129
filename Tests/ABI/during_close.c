/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A running close: the status of each function, and the wait for callbacks. */
#include "suites.h"

#include <string.h>

#include "host.h"

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

static atomic_bool has_closed, may_go_on;

/* Checks that every function reports the close, and checks its arguments before that. */
static void expect_closed(struct host *host, uint64_t call_id) {
  static struct reply unused;
  hostcall_bridge bridge = host->bridge;
  hostcall_handler handler = {sizeof handler, ignore, NULL, NULL, NULL, 0};
  hostcall_call_info info = {.size = sizeof info};
  CHECK_STATUS(hostcall_register(bridge, "f", ignore, NULL), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_register(bridge, "f", NULL, NULL), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_register_handler(bridge, "f", &handler), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_unregister(bridge, "no_such_name"), HOSTCALL_CLOSED);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_CLOSED);
  CHECK_STATUS(complete_ada(host, 999), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_get_call_info(bridge, call_id, &info), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_describe(bridge, NULL, 0, &(size_t){0}), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_call(bridge, "log_in", NULL, 0, keep_reply, &unused, NULL), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_call(bridge, "log_out", NULL, 0, keep_reply, &unused, NULL), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_cancel(bridge, 999), HOSTCALL_CLOSED);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_INVALID_ARGUMENT); /* it would wait for itself */

  CHECK_STATUS(hostcall_register(bridge, "", ignore, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_unregister(bridge, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_complete(bridge, call_id, 77, NULL, 0), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, NULL, 1), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_get_call_info(bridge, call_id, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_describe(bridge, NULL, 0, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_call(bridge, "log_in", NULL, 0, NULL, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  handler.size = 1;
  CHECK_STATUS(hostcall_register_handler(bridge, "f", &handler), HOSTCALL_ABI_MISMATCH);
  CHECK(unused.count == 0);
}

static void stay_inside(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  hostcall_call_info info = {.size = sizeof info};
  (void)request, (void)length;
  EVENTUALLY(hostcall_get_call_info(host->bridge, call_id, &info) == HOSTCALL_CLOSED);
  sleep_ms(20);
  expect_closed(host, call_id);
  CHECK(!has_closed);
  CHECK(host->cancel_count == 0 && host->release_count == 0); /* not while invoke runs */
}

static void from_invoke(void) {
  struct host host;
  struct reply reply;
  has_closed = false;
  host_open(&host, stay_inside);
  CHECK_STATUS(log_in_start(&host, &reply, 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);
  host_close(&host);
  has_closed = true;
  CHECK(reply.count == 1 && host.cancel_count == 1 && host.release_count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CANCELLED);
}

static void cancelled(uint64_t call_id, void *user_data) {
  struct host *host = user_data;
  expect_closed(host, call_id);
  host->note++;
}

static void released(void *user_data) {
  struct host *host = user_data;
  expect_closed(host, 1);
  host->note++;
}

static void replied(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct host *host = user_data;
  (void)payload, (void)length;
  if (outcome != HOSTCALL_REPLY_CANCELLED) check_failed(__FILE__, __LINE__, "expected the reply HOSTCALL_REPLY_CANCELLED");
  expect_closed(host, 1);
  sleep_ms(20);
  CHECK(!has_closed);
  host->note++;
}

static void count_fetch(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  (void)call_id, (void)request, (void)length;
  host->fetch_count++;
}

static void from_the_others(void) {
  static const uint8_t request[] = "\xa1\x66userID\x07";
  struct host host;
  has_closed = false;
  host_open(&host, never_answer);
  hostcall_handler handler = {sizeof handler, count_fetch, cancelled, released, &host, 0};
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", request, sizeof request - 1, replied, &host, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);
  host_close(&host);
  has_closed = true;
  CHECK(host.note == 3);
}

/* -- A close that another thread waits for ---------------------------------------------------------- */

static void hold(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)host, (void)call_id, (void)request, (void)length;
  EVENTUALLY(may_go_on);
}

static void *first_closer(void *user_data) {
  CHECK_STATUS(hostcall_close(((struct host *)user_data)->bridge), HOSTCALL_OK);
  return NULL;
}

static void *second_closer(void *user_data) {
  CHECK_STATUS(hostcall_close(((struct host *)user_data)->bridge), HOSTCALL_CLOSED);
  has_closed = true;
  return NULL;
}

static void second_waits(void) {
  struct host host;
  struct reply reply;
  pthread_t first, second;
  has_closed = may_go_on = false;
  host_open(&host, hold);
  CHECK_STATUS(log_in_start(&host, &reply, 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);
  CHECK(pthread_create(&first, NULL, first_closer, &host) == 0);
  EVENTUALLY(hostcall_unregister(host.bridge, "no_such_name") == HOSTCALL_CLOSED);
  CHECK(pthread_create(&second, NULL, second_closer, &host) == 0);
  sleep_ms(50);
  CHECK(!has_closed);
  may_go_on = true;
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  CHECK(has_closed);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_INVALID_BRIDGE);
}

void during_close_tests(void) {
  static const struct test tests[] = {
      {"a close waits for invoke, inside which every function reports the close", from_invoke},
      {"a close waits for cancel, reply and release in the same way", from_the_others},
      {"a second closer waits for the first, and its status says so", second_waits},
  };
  RUN("during a close", tests);
}
