/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Answers from many threads at once. */
#include "suites.h"

#include <string.h>

#include "host.h"

enum { calls = 1000, threads = 10 };

static struct {
  struct host host;
  struct reply replies[calls];
  atomic_int next, accepted, refused;
} all;

/* Every thread tries to answer every call, in an order of its own; for each call one of them wins. */
static void *answer_all(void *unused) {
  (void)unused;
  int start = all.next++ * 97;
  for (int i = 0; i < calls; i++) {
    int32_t status = complete_ada(&all.host, all.host.fetched[(start + i) % calls]);
    if (status == HOSTCALL_OK) {
      all.accepted++;
    } else {
      CHECK_STATUS(status, HOSTCALL_UNKNOWN_CALL);
      all.refused++;
    }
  }
  return NULL;
}

static void ten_threads(void) {
  memset(&all, 0, sizeof all);
  host_open(&all.host, never_answer);
  for (int i = 0; i < calls; i++) CHECK_STATUS(log_in_start(&all.host, &all.replies[i], 0, NULL), HOSTCALL_OK);
  EVENTUALLY(all.host.fetch_count == calls);
  on_threads(threads, answer_all, NULL);
  CHECK(all.accepted == calls && all.refused == calls * (threads - 1));
  for (int i = 0; i < calls; i++) {
    EVENTUALLY(all.replies[i].count == 1);
    CHECK_STATUS(all.replies[i].outcome, HOSTCALL_REPLY_OK);
  }
  host_close(&all.host);
  CHECK(all.host.cancel_count == 0 && all.host.release_count == 1);
}

static void *replace_often(void *user_data) {
  struct host *host = user_data;
  hostcall_handler handler = host_handler(host);
  for (int i = 0; i < 200; i++) {
    CHECK_STATUS(hostcall_register_handler(host->bridge, "fetch_profile", &handler), HOSTCALL_OK);
    host->note++;
  }
  return NULL;
}

static void *log_in_often(void *user_data) {
  struct reply reply;
  for (int i = 0; i < 50; i++) {
    log_in(user_data, &reply, 0);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  }
  return NULL;
}

static void *replace_or_log_in(void *user_data) {
  static atomic_int number;
  return number++ % 2 == 0 ? replace_often(user_data) : log_in_often(user_data);
}

static void replacing(void) {
  struct host host;
  host_open(&host, answer_ada);
  on_threads(6, replace_or_log_in, &host);
  EVENTUALLY(host.release_count == host.note);
  host_close(&host);
  CHECK(host.release_count == host.note + 1);
}

void thread_tests(void) {
  static const struct test tests[] = {
      {"ten threads answer the same thousand calls, and each call is answered once", ten_threads},
      {"handlers are replaced while they are called, and each is released once", replacing},
  };
  RUN("threads", tests);
}
