/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Callbacks: when they run, on which thread, and what they may call. */
#include "suites.h"

#include <string.h>

#include "host.h"

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

static void outlast_the_deadline(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)call_id, (void)request, (void)length;
  sleep_ms(150);
  CHECK(host->cancel_count == 0);
}

static void cancel_waits_for_invoke(void) {
  struct host host;
  struct reply reply;
  host_open(&host, outlast_the_deadline);
  log_in(&host, &reply, 30);
  CHECK(reply_fails_with(&reply, "deadlineExceeded"));
  EVENTUALLY(host.cancel_count == 1);
  host_close(&host);
}

/* -- One thread, one at a time ------------------------------------------------------------------- */

static struct {
  pthread_t thread;
  atomic_bool is_running;
  atomic_int count, cancels, cancels_at_release;
} told;

static void note_callback(void) {
  if (atomic_exchange(&told.is_running, true)) check_failed(__FILE__, __LINE__, "two callbacks run at once");
  if (told.count++ == 0) told.thread = pthread_self();
  CHECK(pthread_equal(told.thread, pthread_self()));
  sleep_ms(1);
  told.is_running = false;
}

static void note_cancel(uint64_t call_id, void *user_data) {
  (void)call_id, (void)user_data;
  note_callback();
  told.cancels++;
}

static void note_release(void *user_data) {
  (void)user_data;
  note_callback();
  told.cancels_at_release = told.cancels;
}

static void note_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)outcome, (void)payload, (void)length, (void)user_data;
  note_callback();
}

static void one_thread(void) {
  enum { calls = 20 };
  static const uint8_t request[] = "\xa1\x66userID\x07";
  struct host host;
  memset(&told, 0, sizeof told);
  host_open(&host, never_answer);
  hostcall_handler handler = {sizeof handler, ignore, note_cancel, note_release, NULL, 0};
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  for (int i = 0; i < calls; i++) {
    CHECK_STATUS(
        hostcall_call(host.bridge, "log_in", request, sizeof request - 1, note_reply, NULL, NULL), HOSTCALL_OK);
  }
  EVENTUALLY(host.clock_count == calls);
  host_close(&host);
  CHECK(!pthread_equal(told.thread, pthread_self()));
  CHECK(told.count == calls + told.cancels + 1);
  CHECK(told.cancels_at_release == told.cancels); /* user_data of cancel is not released before it */
}

/* -- No lock is held ------------------------------------------------------------------------------- */

static void use_everything(struct host *host) {
  struct host other;
  static struct reply dropped; /* outlives the bridge */
  hostcall_handler handler = {sizeof handler, ignore, NULL, NULL, NULL, 0};
  hostcall_call_info info = {.size = sizeof info};
  uint64_t id = 0;
  CHECK_STATUS(hostcall_register(host->bridge, "f", ignore, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_register_handler(host->bridge, "f", &handler), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unregister(host->bridge, "f"), HOSTCALL_OK);
  CHECK_STATUS(hostcall_complete(host->bridge, 999, HOSTCALL_REPLY_OK, NULL, 0), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_get_call_info(host->bridge, 999, &info), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_call(host->bridge, "log_in", NULL, 0, keep_reply, &dropped, &id), HOSTCALL_OK);
  int32_t status = hostcall_cancel(host->bridge, id);
  CHECK(status == HOSTCALL_OK || status == HOSTCALL_UNKNOWN_CALL);
  CHECK(hostcall_last_error(NULL, 0) > 0);
  /* Even another bridge may be closed. */
  host_open(&other, answer_ada);
  check_still_works(&other);
  host_close(&other);
  host->note++;
}

static void use_in_invoke(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  use_everything(host);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
}

static void use_in_cancel(uint64_t call_id, void *user_data) {
  (void)call_id;
  use_everything(user_data);
}

static void use_in_release(void *user_data) { use_everything(user_data); }

static void use_in_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)outcome, (void)payload, (void)length;
  use_everything(user_data);
}

static void everything_inside(void) {
  struct host host;
  struct reply reply;
  host_open(&host, use_in_invoke);
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK(host.note == 1);
  hostcall_handler handler = {sizeof handler, ignore, use_in_cancel, use_in_release, &host, 0};
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  CHECK_STATUS(log_in_start(&host, &reply, 30, NULL), HOSTCALL_OK);
  EVENTUALLY(host.note == 2);
  CHECK_STATUS(hostcall_unregister(host.bridge, "fetch_profile"), HOSTCALL_OK);
  EVENTUALLY(host.note == 3);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", NULL, 0, use_in_reply, &host, NULL), HOSTCALL_OK);
  EVENTUALLY(host.note == 4);
  host_close(&host);
}

/* -- The ID is written before the reply ----------------------------------------------------------- */

struct identified {
  uint64_t id;
  atomic_bool is_replied;
};

static void check_id(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct identified *call = user_data;
  (void)outcome, (void)payload, (void)length;
  if (call->id == 0) check_failed(__FILE__, __LINE__, "a reply came before the call's ID");
  call->is_replied = true;
}

static void id_comes_first(void) {
  struct host host;
  host_open(&host, answer_ada);
  for (int i = 0; i < 500; i++) {
    struct identified call = {0};
    CHECK_STATUS(hostcall_call(host.bridge, "log_in", NULL, 0, check_id, &call, &call.id), HOSTCALL_OK);
    EVENTUALLY(call.is_replied);
  }
  host_close(&host);
}

void callback_tests(void) {
  static const struct test tests[] = {
      {"cancel runs only after invoke has returned", cancel_waits_for_invoke},
      {"cancel, release and reply run on one thread of the bridge, one at a time", one_thread},
      {"every function works inside every callback, and another bridge can be closed", everything_inside},
      {"the ID of a call is written before its reply", id_comes_first},
  };
  RUN("callbacks", tests);
}
