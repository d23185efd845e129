/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The core copies its arguments: they may be overwritten and freed afterwards, and may have any alignment. */
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { size_limit = 64 * 1024 * 1024 };

/* Returns a copy at an unaligned address; the block to free is stored in `block`. */
static uint8_t *odd_copy(const void *bytes, size_t length, uint8_t **block) {
  *block = malloc(length + 1);
  if (*block == NULL) abort();
  memcpy(*block + 1, bytes, length);
  return *block + 1;
}

static void scribble(uint8_t *block, size_t length) {
  memset(block, 0xFF, length + 1);
  free(block);
}

static void odd_clock(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  uint8_t *block, *bytes = odd_copy(host->clock_answer, host->clock_length, &block);
  (void)request, (void)length;
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, bytes, host->clock_length), HOSTCALL_OK);
  scribble(block, host->clock_length);
}

static void odd_profile(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  uint8_t *block, *bytes = odd_copy(ada, ada_length, &block);
  (void)request, (void)length;
  CHECK_STATUS(hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, bytes, ada_length), HOSTCALL_OK);
  scribble(block, ada_length);
}

static void payloads(void) {
  struct host host;
  host_open(&host, odd_profile);
  for (int i = 0; i < 100; i++) {
    static const char request[] = "\xa1\x66userID\x07";
    struct reply reply = {0};
    uint8_t *block, *bytes = odd_copy(request, sizeof request - 1, &block);
    CHECK_STATUS(hostcall_register(host.bridge, "read_clock", odd_clock, &host), HOSTCALL_OK);
    CHECK_STATUS(
        hostcall_call(host.bridge, "log_in", bytes, sizeof request - 1, keep_reply, &reply, NULL), HOSTCALL_OK);
    scribble(block, sizeof request - 1);
    EVENTUALLY(reply.count == 1);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
    CHECK(memmem(reply.payload, reply.length, "Welcome back, Ada", 17) != NULL);
  }
  host_close(&host);
}

static void names_and_structs(void) {
  struct host host;
  host_open(&host, answer_ada);
  uint8_t *block;
  char *name = (char *)odd_copy("fetch_profile", sizeof "fetch_profile", &block);
  hostcall_handler *handler = malloc(sizeof *handler);
  if (handler == NULL) abort();
  *handler = host_handler(&host);
  CHECK_STATUS(hostcall_register_handler(host.bridge, name, handler), HOSTCALL_OK);
  scribble(block, sizeof "fetch_profile");
  memset(handler, 0xFF, sizeof *handler);
  free(handler);
  check_still_works(&host);
  host_close(&host);
  CHECK(host.release_count == 2);
}

/* -- Large payloads -------------------------------------------------------------------------------- */

static uint8_t *large;
static size_t large_length;
static int32_t large_status;

static void answer_large(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  (void)request, (void)length;
  large_status = hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, large, large_length);
}

static void long_name(void) {
  enum { letters = 1 << 20 };
  static const uint8_t before[] = "\xa3\x64name\x7a\x00\x10\x00\x00";
  static const uint8_t after[] = "\x64tags\x80\x6c\x62\x61lanceCents\x00";
  struct host host;
  struct reply reply;
  large_length = sizeof before - 1 + letters + sizeof after - 1;
  large = malloc(large_length);
  if (large == NULL) abort();
  memcpy(large, before, sizeof before - 1);
  memset(large + sizeof before - 1, 'n', letters);
  memcpy(large + sizeof before - 1 + letters, after, sizeof after - 1);
  host_open(&host, answer_large);
  log_in(&host, &reply, 0);
  CHECK_STATUS(large_status, HOSTCALL_OK);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK(reply.length > letters && reply.length < letters + 200);
  host_close(&host);
  free(large);
}

static void at_the_limit(void) {
  struct host host;
  struct reply reply = {0};
  large = calloc(1, size_limit + 1);
  if (large == NULL) abort();
  host_open(&host, answer_large);
  large_length = size_limit;
  log_in(&host, &reply, 0);
  CHECK_STATUS(large_status, HOSTCALL_OK);
  CHECK(reply_fails_with(&reply, "internal")); /* zeros are not a profile */
  large_length = size_limit + 1;
  log_in(&host, &reply, 0);
  CHECK_STATUS(large_status, HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK(reply_fails_with(&reply, "resourceExhausted"));

  struct reply other = {0};
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", large, size_limit + 1, keep_reply, &other, NULL),
               HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(hostcall_call(host.bridge, "log_in", large, size_limit, keep_reply, &other, NULL), HOSTCALL_OK);
  EVENTUALLY(other.count == 1);
  CHECK_STATUS(other.outcome, HOSTCALL_REPLY_CODE(3));
  host_close(&host);
  free(large);
}

void copy_tests(void) {
  static const struct test tests[] = {
      {"requests and answers may be unaligned, and overwritten and freed afterwards", payloads},
      {"names and handlers may be unaligned, and overwritten and freed afterwards", names_and_structs},
      {"a name of a million letters comes back complete", long_name},
      {"64 MiB are accepted in either direction, and one byte more is refused", at_the_limit},
  };
  RUN("copies", tests);
}
