/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Calls from the host to the core: each gets one reply. */
#include "suites.h"

#include <string.h>

#include "host.h"

static void invalid_arguments(void) {
  struct host host;
  struct reply reply = {0};
  uint64_t id = 77;
  host_open(&host, answer_ada);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", NULL, 1, keep_reply, &reply, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", ada, 1, NULL, &reply, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_call(host.bridge, "log_out", ada, 1, keep_reply, &reply, &id), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", ada, SIZE_MAX, keep_reply, &reply, &id), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK(id == 77);
  host_close(&host);
  CHECK(reply.count == 0);
}

static void broken_requests(void) {
  static const struct {
    const char *bytes;
    size_t length;
  } broken[] = {
      {"", 0},
      {"\xff", 1},
      {"\xa1", 1},
      {"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9},
      {"\xa0", 1},
      {"\xa1\x66userID\x20", 9},
      {"\xa1\x66userID\x61" "7", 10},
      {"\xa1\x66userID\x07\x00", 10},
  };
  struct host host;
  host_open(&host, answer_ada);
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    struct reply reply = {0};
    const uint8_t *bytes = (const uint8_t *)broken[i].bytes;
    CHECK_STATUS(hostcall_call(host.bridge, "log_in", bytes, broken[i].length, keep_reply, &reply, NULL), HOSTCALL_OK);
    EVENTUALLY(reply.count == 1);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CODE(3));
    CHECK(memmem(reply.payload, reply.length, "LogIn", 5) != NULL);
  }
  check_still_works(&host);
  host_close(&host);
}

static void ids(void) {
  struct host host;
  struct reply reply;
  host_open(&host, answer_ada);
  for (uint64_t expected = 1; expected <= 5; expected++) {
    uint64_t id = 0;
    CHECK_STATUS(log_in_start(&host, &reply, 0, &id), HOSTCALL_OK);
    CHECK(id == expected);
    EVENTUALLY(reply.count == 1);
  }
  /* Each log-in makes two calls to the host, which are numbered separately. */
  for (int i = 0; i < 5; i++) CHECK(host.fetched[i] == (uint64_t)(2 * i + 2));
  host_close(&host);
}

static void deadline(void) {
  struct host host;
  struct reply reply;
  host_open(&host, never_answer);
  int64_t begun = now_ms();
  log_in(&host, &reply, 50);
  CHECK(reply_fails_with(&reply, "deadlineExceeded"));
  CHECK(now_ms() - begun >= 49);
  EVENTUALLY(host.cancel_count == 1);
  CHECK(host.last_cancelled == host.fetched[0]);
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_UNKNOWN_CALL);
  host_close(&host);
  CHECK(host.cancel_count == 1);
}

static void missing(void) {
  struct host host;
  struct reply reply;
  host_open(&host, answer_ada);
  CHECK_STATUS(hostcall_unregister(host.bridge, "fetch_profile"), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unregister(host.bridge, "fetch_profile"), HOSTCALL_NOT_REGISTERED);
  log_in(&host, &reply, 0);
  CHECK(reply_fails_with(&reply, "unimplemented"));
  CHECK(reply_fails_with(&reply, "fetch_profile"));
  host_close(&host);
}

static void cancelled(void) {
  struct host host;
  struct reply reply;
  uint64_t id = 0;
  host_open(&host, never_answer);
  CHECK_STATUS(log_in_start(&host, &reply, 0, &id), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);
  CHECK_STATUS(hostcall_cancel(host.bridge, id + 1), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_OK);
  CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_UNKNOWN_CALL);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CANCELLED);
  /* The core's own call to the host is cancelled with it. */
  EVENTUALLY(host.cancel_count == 1);
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_UNKNOWN_CALL);
  check_still_works(&host);
  host_close(&host);
  CHECK(reply.count == 1);
}

/* -- A reply that calls again, ten levels deep ---------------------------------------------------- */

struct chain {
  struct host *host;
  atomic_int level;
};

static void call_again(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct chain *chain = user_data;
  static const uint8_t request[] = "\xa1\x66userID\x07";
  (void)payload, (void)length;
  if (outcome != HOSTCALL_REPLY_OK) check_failed(__FILE__, __LINE__, "a call in the chain failed");
  if (++chain->level < 10) {
    CHECK_STATUS(
        hostcall_call(chain->host->bridge, "log_in", request, sizeof request - 1, call_again, chain, NULL), HOSTCALL_OK);
  }
}

static void reentrant(void) {
  struct host host;
  struct chain chain = {&host, 0};
  static const uint8_t request[] = "\xa1\x66userID\x07";
  host_open(&host, answer_ada);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", request, sizeof request - 1, call_again, &chain, NULL), HOSTCALL_OK);
  EVENTUALLY(chain.level == 10);
  host_close(&host);
}

void call_tests(void) {
  static const struct test tests[] = {
      {"invalid arguments are refused, and no reply comes", invalid_arguments},
      {"a request that cannot be decoded is answered with code 3, and the bridge still works", broken_requests},
      {"the calls of each direction are numbered separately, from 1", ids},
      {"a deadline is kept, the host is notified once, and its late answer is refused", deadline},
      {"a missing handler fails the call with its name", missing},
      {"cancelling a call replies at once, and cancels the core's own call", cancelled},
      {"a reply may make another call, ten levels deep", reentrant},
  };
  RUN("calls to the core", tests);
}
