/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Fingerprints of handlers, and the core's descriptor. */
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#include "host.h"

/* The fingerprints of fetch_profile in other versions of ProfileCore, computed from their outlines by
 * Tests/Interop/fingerprint.py: `balanceCents` was a string; `avatar` was missing; a profile contained only `fullName`.
 */
#define FETCH_PROFILE_WITH_TEXT_BALANCE UINT64_C(0xdb4fc004beace492)
#define FETCH_PROFILE_WITHOUT_AVATAR UINT64_C(0xd98fb208abcb4425)
#define FETCH_PROFILE_OF_ANOTHER_TIME UINT64_C(0xd98f273043a529b3)

static int32_t register_with(struct host *host, const char *name, uint64_t fingerprint) {
  hostcall_handler handler = host_handler(host);
  handler.fingerprint = fingerprint;
  return hostcall_register_handler(host->bridge, name, &handler);
}

static void check_last_error(const char *words) {
  char text[1024];
  hostcall_last_error(text, sizeof text);
  if (strstr(text, words) == NULL) check_failed(__FILE__, __LINE__, text);
}

static void fingerprints_of_the_header(void) {
  struct host host;
  host_open(&host, answer_ada);
  CHECK_STATUS(register_with(&host, "fetch_profile", PROFILE_CORE_FETCH_PROFILE_FINGERPRINT), HOSTCALL_OK);
  check_still_works(&host);
  /* read_clock is raw; its handler is never called. */
  CHECK_STATUS(register_with(&host, "read_clock", PROFILE_CORE_READ_CLOCK_FINGERPRINT), HOSTCALL_OK);
  CHECK_STATUS(register_with(&host, "read_clock", PROFILE_CORE_FETCH_PROFILE_FINGERPRINT), HOSTCALL_SCHEMA_MISMATCH);
  check_last_error("the host's schema of read_clock is not the core's: ");
  check_last_error("the core has request: raw, 4 bytes, little-endian, request.clock: UInt32 at 0, ");
  host_close(&host);
}

static void another_version(void) {
  struct host host;
  host_open(&host, answer_ada);
  CHECK_STATUS(register_with(&host, "fetch_profile", FETCH_PROFILE_WITH_TEXT_BALANCE), HOSTCALL_SCHEMA_MISMATCH);
  check_last_error("the host's schema of fetch_profile is not the core's: "
                   "response.balanceCents: the host has tstr, the core int64 (fingerprints 0x");
  CHECK_STATUS(register_with(&host, "fetch_profile", FETCH_PROFILE_WITHOUT_AVATAR), HOSTCALL_SCHEMA_MISMATCH);
  check_last_error("response.avatar?: the core has bytes, the host does not know it");
  CHECK_STATUS(register_with(&host, "fetch_profile", FETCH_PROFILE_OF_ANOTHER_TIME), HOSTCALL_SCHEMA_MISMATCH);
  check_last_error("the response differs in a way that fingerprints do not identify; the core has "
                   "response.avatar?: bytes, response.balanceCents: int64, response.name: tstr, response.tags[]: tstr");
  CHECK(host.release_count == 0); /* no ownership was taken */
  check_still_works(&host);       /* with the previous handler */
  host_close(&host);
  CHECK(host.release_count == 1);
}

static void undeclared(void) {
  struct host host;
  host_open(&host, answer_ada);
  CHECK_STATUS(register_with(&host, "undeclared_call", 1), HOSTCALL_OK);
  host_close(&host);
  CHECK(host.release_count == 2);
}

static void describe(void) {
  struct host host;
  host_open(&host, answer_ada);
  size_t length = 7;
  CHECK_STATUS(hostcall_describe(host.bridge, NULL, 0, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_describe(host.bridge, NULL, 1, &length), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_describe(0, NULL, 0, &length), HOSTCALL_INVALID_BRIDGE);
  CHECK(length == 7);
  CHECK_STATUS(hostcall_describe(host.bridge, NULL, 0, &length), HOSTCALL_OK);
  CHECK(length > 100);

  uint8_t *buffer = malloc(length + 1);
  const size_t small[] = {0, 1, length - 1};
  for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
    memset(buffer, 0xEE, length + 1);
    size_t found = 0;
    CHECK_STATUS(hostcall_describe(host.bridge, buffer, small[i], &found), HOSTCALL_RESOURCE_EXHAUSTED);
    CHECK(found == length && buffer[0] == 0xEE);
  }
  const size_t enough[] = {length, length + 1, SIZE_MAX};
  for (size_t i = 0; i < sizeof enough / sizeof *enough; i++) {
    memset(buffer, 0xEE, length + 1);
    CHECK_STATUS(hostcall_describe(host.bridge, buffer, enough[i], &length), HOSTCALL_OK);
    CHECK((buffer[0] & 0xE0) == 0xA0 && buffer[length] == 0xEE); /* a map */
  }
  /* The pointer for the length may have any alignment. */
  uint8_t room[sizeof(size_t) + 1];
  CHECK_STATUS(hostcall_describe(host.bridge, NULL, 0, (size_t *)(void *)(room + 1)), HOSTCALL_OK);
  CHECK(memcmp(room + 1, &length, sizeof length) == 0);
  free(buffer);
  host_close(&host);
  CHECK_STATUS(hostcall_describe(host.bridge, NULL, 0, &length), HOSTCALL_INVALID_BRIDGE);
}

static void describe_from_callbacks(struct host *host, uint64_t call_id, const uint8_t *request, size_t request_length) {
  (void)request, (void)request_length;
  size_t length = 0;
  CHECK_STATUS(hostcall_describe(host->bridge, NULL, 0, &length), HOSTCALL_OK);
  CHECK(length > 100);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
}

static void describe_inside_invoke(void) {
  struct host host;
  host_open(&host, describe_from_callbacks);
  check_still_works(&host);
  struct reply reply;
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  host_close(&host);
}

static void *describe_often(void *argument) {
  struct host *host = argument;
  for (int i = 0; i < 200; i++) {
    size_t length = 0;
    CHECK_STATUS(hostcall_describe(host->bridge, NULL, 0, &length), HOSTCALL_OK);
    CHECK_STATUS(register_with(host, "fetch_profile", PROFILE_CORE_FETCH_PROFILE_FINGERPRINT), HOSTCALL_OK);
    CHECK_STATUS(register_with(host, "fetch_profile", i + 1), HOSTCALL_SCHEMA_MISMATCH);
  }
  return NULL;
}

static void at_once(void) {
  struct host host;
  host_open(&host, answer_ada);
  on_threads(4, describe_often, &host);
  check_still_works(&host);
  host_close(&host);
  CHECK(host.release_count == 801);
}

void schema_tests(void) {
  static const struct test tests[] = {
      {"the fingerprints in profile_core.h match the core's, and no others do", fingerprints_of_the_header},
      {"a handler for another version of a call is refused with a description of the difference", another_version},
      {"a handler for an undeclared name is registered unchecked", undeclared},
      {"the descriptor is copied if it fits exactly, and otherwise only its length is returned", describe},
      {"the descriptor can be requested inside invoke", describe_inside_invoke},
      {"several threads check handlers and describe the core at once", at_once},
  };
  RUN("schemas", tests);
}
