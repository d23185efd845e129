/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Answers: the first wins, every other is refused with a status. */
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#include "host.h"

static void good_answer(void) {
  struct host host;
  struct reply reply;
  host_open(&host, answer_ada);
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK(memmem(reply.payload, reply.length, "Welcome back, Ada", 17) != NULL);
  CHECK(host.misaligned_count == 0);
  host_close(&host);
}

static void twice(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_ERROR, NULL, 0), HOSTCALL_UNKNOWN_CALL);
}

static void second_answer(void) {
  struct host host;
  struct reply reply;
  host_open(&host, twice);
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_UNKNOWN_CALL);
  host_close(&host);
}

static void made_up_id(void) {
  struct host host;
  host_open(&host, answer_ada);
  const uint64_t ids[] = {0, 1, 2, 1000, (uint64_t)1 << 32, (uint64_t)1 << 63, UINT64_MAX};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    CHECK_STATUS(hostcall_complete(host.bridge, ids[i], HOSTCALL_REPLY_OK, ada, ada_length), HOSTCALL_UNKNOWN_CALL);
  }
  check_still_works(&host);
  host_close(&host);
}

static void wrong_answers(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  const int32_t outcomes[] = {-1, 4, 5, 255, 256, 256 + 17, INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
    CHECK_STATUS(hostcall_complete(host->bridge, call_id, outcomes[i], ada, ada_length), HOSTCALL_INVALID_ARGUMENT);
  }
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, NULL, 1), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, NULL, SIZE_MAX), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
}

static void invalid_arguments(void) {
  struct host host;
  struct reply reply;
  host_open(&host, wrong_answers);
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  host_close(&host);
}

static void too_large(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, ada, SIZE_MAX), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_UNKNOWN_CALL);
}

static void oversized_answer(void) {
  struct host host;
  struct reply reply;
  host_open(&host, too_large);
  log_in(&host, &reply, 0);
  CHECK(reply_fails_with(&reply, "resourceExhausted"));
  host_close(&host);
}

/* -- Other outcomes ------------------------------------------------------------------------------- */

static struct {
  int32_t outcome;
  const char *payload;
  size_t length;
} given;

static void give(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  CHECK_STATUS(
      hostcall_complete(host->bridge, call_id, given.outcome, (const uint8_t *)given.payload, given.length), HOSTCALL_OK);
}

static void expect(int32_t outcome, const char *payload, size_t length, const char *code, const char *words) {
  struct host host;
  struct reply reply;
  given.outcome = outcome, given.payload = payload, given.length = length;
  host_open(&host, give);
  log_in(&host, &reply, 0);
  CHECK(reply_fails_with(&reply, code));
  CHECK(reply_fails_with(&reply, words));
  host_close(&host);
}

static void error_messages(void) {
  expect(HOSTCALL_REPLY_ERROR, "no such table: users", 20, "unknown", "no such table: users");
  expect(HOSTCALL_REPLY_ERROR, "gr\xc3\xbc\xc3\x9f", 7, "unknown", "gr\xc3\xbc\xc3\x9f");
  expect(HOSTCALL_REPLY_ERROR, NULL, 0, "unknown", "");
  expect(HOSTCALL_REPLY_ERROR, "a\xff" "b", 3, "unknown", "a\xef\xbf\xbd" "b"); /* repaired with U+FFFD */
}

static void failures(void) {
  /* {"code": "not_found", "retryable": true} */
  expect(HOSTCALL_REPLY_FAILURE, "\xa2\x64" "code\x69not_found\x69retryable\xf5", 27, "failed", "not_found");
  expect(HOSTCALL_REPLY_FAILURE, "\xa1\x64" "code", 6, "internal", "failure");
  expect(HOSTCALL_REPLY_FAILURE, NULL, 0, "internal", "failure");
}

static void codes(void) {
  static const char *const names[] = {
      "cancelled",     "unknown",    "invalidArgument", "deadlineExceeded", "notFound",   "alreadyExists",
      "permissionDenied", "resourceExhausted", "failedPrecondition", "aborted", "outOfRange", "unimplemented",
      "internal",      "unavailable", "dataLoss",       "unauthenticated"};
  for (int i = 0; i < 16; i++) expect(HOSTCALL_REPLY_CODE(i + 1), "because", 7, names[i], "because");
  expect(HOSTCALL_REPLY_CANCELLED, NULL, 0, "cancelled", "");
}

static void broken_cbor(void) {
  static const struct {
    const char *bytes;
    size_t length;
  } broken[] = {
      {"", 0},
      {"\xff", 1},
      {"\x81", 1},
      {"\xa1", 1},
      {"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9},
      {"\xbb\xff\xff\xff\xff\xff\xff\xff\xff", 9},
      {"\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9},
      {"\x7b\x7f\xff\xff\xff\xff\xff\xff\xff", 9},
      {"\x9a\xff\xff\xff\xff", 5},
      {"\x5a\xff", 2},
      {"\xa0", 1},                                                   /* no name */
      {"\xa0\xa0", 2},                                               /* two messages */
      {"\xa2\x64name\x61x\x64name\x61y", 15},                        /* a key twice */
      {"\xa3\x64name\x62\xc3\x28\x64tags\x80\x6c" "balanceCents\x00", 28}, /* not UTF-8 */
      {"\xa3\x64name\x01\x64tags\x80\x6c" "balanceCents\x00", 26},        /* a number for a name */
      {"\xa3\x64name\x60\x64tags\x80\x6c" "balanceCents\x1b\xff\xff\xff\xff\xff\xff\xff\xff", 34},
  };
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    expect(HOSTCALL_REPLY_OK, broken[i].bytes, broken[i].length, "internal", "Profile");
  }
  for (size_t length = 0; length < ada_length; length++) {
    expect(HOSTCALL_REPLY_OK, (const char *)ada, length, "internal", "Profile");
  }
  char *deep = malloc(100000);
  memset(deep, 0x81, 100000);
  expect(HOSTCALL_REPLY_OK, deep, 100000, "internal", "depthLimit");
  free(deep);
}

static void raw_lengths(void) {
  static const uint8_t bytes[1000];
  const size_t lengths[] = {0, 1, 7, 9, 16, 1000};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    struct host host;
    struct reply reply;
    host_open(&host, answer_ada);
    host.clock_answer = bytes;
    host.clock_length = lengths[i];
    log_in(&host, &reply, 0);
    CHECK(reply_fails_with(&reply, "internal"));
    CHECK(reply_fails_with(&reply, "expected 8"));
    CHECK(host.fetch_count == 0);
    host_close(&host);
  }
}

void answer_tests(void) {
  static const struct test tests[] = {
      {"an answer inside invoke is the result", good_answer},
      {"a second answer is refused, from inside invoke and later", second_answer},
      {"a made-up call ID is refused", made_up_id},
      {"an undefined outcome, or NULL with a length, is refused and leaves the call pending", invalid_arguments},
      {"an answer over the size limit fails the call, and is not read", oversized_answer},
      {"an error message reaches the caller unchanged, except that invalid UTF-8 is repaired", error_messages},
      {"a declared failure reaches the caller, and one that cannot be decoded is internal", failures},
      {"every code reaches the caller", codes},
      {"CBOR that is malformed, truncated at any byte or of a different shape is internal", broken_cbor},
      {"a raw answer of the wrong length is internal", raw_lengths},
  };
  RUN("answers", tests);
}
