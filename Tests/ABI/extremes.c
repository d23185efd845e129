/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Extreme numbers, and unusual but valid messages. */
#include "suites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

struct bytes {
  const char *start;
  size_t length;
};
#define BYTES(text) {text, sizeof(text) - 1}

static void log_in_with(struct host *host, struct bytes request, struct reply *reply) {
  memset(reply, 0, sizeof *reply);
  CHECK_STATUS(hostcall_call(host->bridge, "log_in", (const uint8_t *)request.start, request.length, keep_reply, reply,
                             NULL),
               HOSTCALL_OK);
  EVENTUALLY(reply->count == 1);
}

static void expect_time_left(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  hostcall_call_info info = {.size = sizeof info, .remaining_ns = -1};
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, &info), HOSTCALL_OK);
  CHECK(info.remaining_ns > (int64_t)1000000000 * 60);
  answer_ada(host, call_id, request, length);
}

static void long_timeouts(void) {
  static const struct bytes requests[] = {
      BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\x1b\xff\xff\xff\xff\xff\xff\xff\xff"),
      BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\x1b\x7f\xff\xff\xff\xff\xff\xff\xff"),
      BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\x1b\x00\x00\x08\x63\x7b\xd0\x5a\xf6"), /* 2^63 ns */
      BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\x1a\xff\xff\xff\xff"),
      BYTES("\xa2\x66userID\x1b\xff\xff\xff\xff\xff\xff\xff\xff\x73timeoutMilliseconds\xf6"),
  };
  struct host host;
  struct reply reply;
  host_open(&host, expect_time_left);
  for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
    log_in_with(&host, requests[i], &reply);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  }
  host_close(&host);
}

static void no_time(void) {
  struct host host;
  struct reply reply;
  host_open(&host, never_answer);
  log_in_with(&host, (struct bytes)BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\x00"), &reply);
  CHECK(reply_fails_with(&reply, "deadlineExceeded"));
  host_close(&host);
  CHECK(host.cancel_count == host.fetch_count); /* calls that never reached the host need no notice */
}

static void impossible_requests(void) {
  static const struct bytes requests[] = {
      BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\x20"),             /* -1 */
      BYTES("\xa2\x66userID\x07\x73timeoutMilliseconds\xf9\x3e\x00"),     /* 1.5 */
      BYTES("\xa1\x66userID\xc2\x49\x01\x00\x00\x00\x00\x00\x00\x00\x00"), /* 2^64 */
      BYTES("\xa1\x66userID\xf6"),                                        /* null */
      BYTES("\xa2\x66userID\x07\x66userID\x08"),                          /* twice */
  };
  struct host host;
  struct reply reply;
  host_open(&host, answer_ada);
  for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
    log_in_with(&host, requests[i], &reply);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CODE(3));
  }
  CHECK(host.clock_count == 0);
  host_close(&host);
}

static void clocks(void) {
  const double times[] = {NAN, INFINITY, -INFINITY, -0.0, 1e308, 5e-324};
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    struct host host;
    host_open(&host, answer_ada);
    host.clock_answer = (const uint8_t *)&times[i];
    check_still_works(&host);
    host_close(&host);
  }
}

/* -- Profiles -------------------------------------------------------------------------------------- */

static struct bytes profile;

static void answer_profile(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(
      hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)profile.start, profile.length),
      HOSTCALL_OK);
}

static void profiles(void) {
  static const struct bytes unusual[] = {
      /* With indefinite lengths, as a streaming encoder writes it. */
      BYTES("\xbf\x64name\x7f\x61" "A\x62" "da\xff\x64tags\x9f\x61x\xff\x6c" "balanceCents\x00\xff"),
      BYTES("\xa4\x64name\x63" "Ada\x64tags\x80\x6c" "balanceCents\x00\x66" "avatar\xf6"),
      BYTES("\xa4\x64name\x63" "Ada\x64tags\x80\x6c" "balanceCents\x00\x66" "avatar\x42\x00\xff"),
      BYTES("\xa4\x64name\x63" "Ada\x64tags\x80\x6c" "balanceCents\x00\x65other\xa1\x01\x81\x02"),
      BYTES("\xa3\x64name\x63" "Ada\x64tags\x80\x6c" "balanceCents\x3b\x7f\xff\xff\xff\xff\xff\xff\xff"),
      BYTES("\xa3\x64name\x78\x03" "Ada\x64tags\x98\x00\x6c" "balanceCents\x1b\x00\x00\x00\x00\x00\x00\x00\x01"),
  };
  for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++) {
    struct host host;
    struct reply reply;
    profile = unusual[i];
    host_open(&host, answer_profile);
    log_in(&host, &reply, 0);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
    CHECK(memmem(reply.payload, reply.length, "Welcome back, Ada", 17) != NULL);
    host_close(&host);
  }
}

static void error_buffers(void) {
  char text[256];
  CHECK_STATUS(hostcall_close(0), HOSTCALL_INVALID_BRIDGE);
  size_t length = hostcall_last_error(NULL, SIZE_MAX);
  CHECK(length > 0 && length < sizeof text);
  memset(text, 'z', sizeof text);
  /* The claimed size exceeds memory; only the message is written. */
  CHECK(hostcall_last_error(text, SIZE_MAX) == length);
  CHECK(strnlen(text, sizeof text) == length && text[length + 1] == 'z');
  CHECK(hostcall_last_error(text, 1) == length && text[0] == '\0');
}

void extreme_tests(void) {
  static const struct test tests[] = {
      {"timeouts of centuries do not overflow", long_timeouts},
      {"a timeout of 0 expires at once", no_time},
      {"numbers out of range are refused in the request, and reach no handler", impossible_requests},
      {"every double is a valid time", clocks},
      {"profiles in other valid encodings, with optional and unknown fields, are decoded", profiles},
      {"the last error supports any claimed buffer size", error_buffers},
  };
  RUN("extremes", tests);
}
