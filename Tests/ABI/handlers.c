/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Handlers: registering, replacing, unregistering, and ownership in between. */
#include "suites.h"

#include "host.h"

static void replaced_while_pending(void) {
  struct host host;
  struct reply first, second;
  host_open(&host, never_answer);
  CHECK_STATUS(log_in_start(&host, &first, 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);

  struct host other = {.bridge = host.bridge, .fetch = answer_ada};
  hostcall_handler handler = host_handler(&other);
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  log_in(&host, &second, 0);
  CHECK_STATUS(second.outcome, HOSTCALL_REPLY_OK);
  CHECK(other.fetch_count == 1 && host.fetch_count == 1);
  CHECK(host.release_count == 0); /* its call is pending */

  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_OK);
  EVENTUALLY(first.count == 1);
  CHECK_STATUS(first.outcome, HOSTCALL_REPLY_OK);
  EVENTUALLY(host.release_count == 1);
  CHECK(other.release_count == 0);
  host_close(&host);
  CHECK(host.release_count == 1 && other.release_count == 1);
}

static void unregistered_while_pending(void) {
  struct host host;
  struct reply reply;
  host_open(&host, never_answer);
  CHECK_STATUS(log_in_start(&host, &reply, 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);
  CHECK_STATUS(hostcall_register(host.bridge, "fetch_profile", NULL, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_register(host.bridge, "fetch_profile", NULL, NULL), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  EVENTUALLY(host.release_count == 1);
  host_close(&host);
  CHECK(host.release_count == 1);
}

static void registered_often(void) {
  struct host host;
  host_open(&host, answer_ada);
  hostcall_handler handler = host_handler(&host);
  for (int i = 0; i < 1000; i++) {
    CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  }
  EVENTUALLY(host.release_count == 1000);
  check_still_works(&host);
  host_close(&host);
  CHECK(host.release_count == 1001);
}

static void itself(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(hostcall_unregister(host->bridge, "fetch_profile"), HOSTCALL_OK);
  CHECK(host->release_count == 0);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
  CHECK(host->release_count == 0); /* not while it runs */
}

static void unregisters_itself(void) {
  struct host host;
  struct reply reply;
  host_open(&host, itself);
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  EVENTUALLY(host.release_count == 1);
  host_close(&host);
  CHECK(host.release_count == 1 && host.cancel_count == 0);
}

static void answered_is_not_cancelled(void) {
  struct host host;
  host_open(&host, answer_ada);
  for (int i = 0; i < 50; i++) check_still_works(&host);
  host_close(&host);
  CHECK(host.cancel_count == 0);
}

void handler_tests(void) {
  static const struct test tests[] = {
      {"a replaced handler answers its calls, and is then released", replaced_while_pending},
      {"an unregistered handler answers its calls, and is then released", unregistered_while_pending},
      {"each of a thousand registrations is released once", registered_often},
      {"a handler that unregisters itself is released after it has returned", unregisters_itself},
      {"the cancel of an answered call never runs", answered_is_not_cancelled},
  };
  RUN("handlers", tests);
}
