/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The options of a call to the core, without its metadata, and the statistics. */
#include "suites.h"

#include <stddef.h>
#include <string.h>

#include "host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no options. */
void option_tests(void) {}
#else

static void option_struct(void) {
  struct host host;
  struct reply reply;
  hostcall_call_options options = {0};
  struct {
    hostcall_call_options options;
    uint8_t later[16];
  } larger;
  host_open(&host, answer_ada);
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_ABI_MISMATCH);
  options.size = sizeof options - 1;
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_ABI_MISMATCH);
  memset(&larger, 0xff, sizeof larger);
  larger.options = (hostcall_call_options){.size = sizeof larger};
  CHECK_STATUS(log_in_with_options(&host, &reply, &larger.options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  /* The struct before it had silence_ns, which is not read. */
  options = (hostcall_call_options){.size = offsetof(hostcall_call_options, silence_ns), .silence_ns = -1};
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK_STATUS(hostcall_call_with(host.bridge, "log_out", NULL, 0, NULL, keep_reply, &reply, NULL),
               HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(hostcall_call_with(host.bridge, "log_in", NULL, 0, NULL, NULL, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  host_close(&host);
}

static void fingerprints(void) {
  struct host host;
  struct reply reply;
  char message[512];
  hostcall_call_options options = {.size = sizeof options, .fingerprint = 1};
  host_open(&host, answer_ada);
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_SCHEMA_MISMATCH);
  hostcall_last_error(message, sizeof message);
  CHECK(strstr(message, "log_in") != NULL);
  check_still_works(&host);
  host_close(&host);
}

/* -- Deadlines ----------------------------------------------------------------------------------------------------- */

/* Keeps the remaining time of a call in milliseconds, and does not answer. */
static void note_remaining(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  hostcall_call_info info = {.size = sizeof info};
  (void)request, (void)length;
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, &info), HOSTCALL_OK);
  host->note = info.remaining_ns == INT64_MAX ? -1 : (int)(info.remaining_ns / 1000000 + 1);
}

static void bounded(void) {
  struct host host;
  struct reply reply;
  hostcall_call_options options = {.size = sizeof options, .timeout_ns = 100000000};
  int64_t start = now_ms();
  host_open(&host, note_remaining);
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CODE(4));
  CHECK(now_ms() - start >= 100);
  /* The call that log_in made has the same deadline, so it ends too. */
  CHECK(host.note >= 1 && host.note <= 100);
  EVENTUALLY(host.cancel_count == 1);
  CHECK(reply.count == 1);
  host_close(&host);
}

static void late(void) {
  struct host host;
  struct reply reply;
  uint64_t id = 0;
  hostcall_call_options options = {.size = sizeof options, .timeout_ns = -1};
  host_open(&host, answer_ada);
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, &id), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CODE(4));
  CHECK(host.fetch_count == 0);
  CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_UNKNOWN_CALL);
  options.timeout_ns = INT64_MIN;
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, &id), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CODE(4));
  host_close(&host);
}

static void unlimited(void) {
  struct host host;
  struct reply reply;
  uint64_t id = 0;
  const int64_t timeouts[] = {0, INT64_MAX, INT64_MAX - 1};
  host_open(&host, note_remaining);
  for (int i = 0; i < 3; i++) {
    hostcall_call_options options = {.size = sizeof options, .timeout_ns = timeouts[i]};
    host.note = 0;
    CHECK_STATUS(log_in_with_options(&host, &reply, &options, &id), HOSTCALL_OK);
    EVENTUALLY(host.note != 0);
    if (i < 2) CHECK(host.note == -1);
    CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_OK);
    EVENTUALLY(reply.count == 1);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CANCELLED);
  }
  host_close(&host);
}

/* -- Statistics ---------------------------------------------------------------------------------------------------- */

static void statistics(void) {
  struct host host;
  struct reply reply;
  hostcall_statistics counters = {.size = sizeof counters};
  host_open(&host, answer_ada);
  log_in(&host, &reply, 0);
  host.fetch = never_answer;
  CHECK_STATUS(log_in_start(&host, &reply, 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 2);
  CHECK_STATUS(hostcall_get_statistics(host.bridge, &counters), HOSTCALL_OK);
  CHECK(counters.size == sizeof counters);
  CHECK(counters.in_flight == 1 && counters.waiting == 0 && counters.late == 0);
  CHECK(counters.made == counters.answered + 1 && counters.failed + counters.cancelled + counters.expired == 0);
  CHECK(counters.request_bytes > 0 && counters.answer_bytes > 0);
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_get_statistics(host.bridge, &counters), HOSTCALL_OK);
  CHECK(counters.late == 1);
  counters.size = 8;
  CHECK_STATUS(hostcall_get_statistics(host.bridge, &counters), HOSTCALL_ABI_MISMATCH);
  CHECK_STATUS(hostcall_get_statistics(host.bridge, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(complete_ada(&host, host.fetched[1]), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  host_close(&host);
  counters.size = sizeof counters;
  CHECK_STATUS(hostcall_get_statistics(host.bridge, &counters), HOSTCALL_INVALID_BRIDGE);
}

void option_tests(void) {
  static const struct test tests[] = {
      {"options may be NULL or longer than known, but not shorter", option_struct},
      {"a call with another fingerprint than the function's is refused", fingerprints},
      {"a call ends at its deadline, and so do the calls of the function", bounded},
      {"a function does not run for a call whose time was up", late},
      {"a timeout of 0 or INT64_MAX is no limit", unlimited},
      {"the statistics count calls, and may be read at any time", statistics},
  };
  RUN("options", tests);
}
#endif
