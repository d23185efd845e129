/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Invalid arguments: each results in the status that the header promises. */
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#include "host.h"

static void on_call(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

/* Calls every function that takes a bridge, with valid arguments. */
static void expect_everywhere(hostcall_bridge bridge, int32_t status) {
  struct reply reply = {0};
  hostcall_handler handler = {sizeof handler, on_call, NULL, NULL, NULL, 0};
  hostcall_call_info info = {.size = sizeof info};
  CHECK(hostcall_register(bridge, "f", on_call, NULL) == status);
  CHECK(hostcall_register(bridge, "f", NULL, NULL) == status);
  CHECK(hostcall_register_handler(bridge, "f", &handler) == status);
  CHECK(hostcall_unregister(bridge, "f") == status);
  CHECK(hostcall_complete(bridge, 1, HOSTCALL_REPLY_OK, ada, ada_length) == status);
  CHECK(hostcall_get_call_info(bridge, 1, &info) == status);
  CHECK(hostcall_describe(bridge, NULL, 0, &(size_t){0}) == status);
  CHECK(hostcall_call(bridge, "log_in", ada, ada_length, keep_reply, &reply, NULL) == status);
  CHECK(hostcall_cancel(bridge, 1) == status);
  CHECK(hostcall_close(bridge) == status);
  CHECK(reply.count == 0);
}

static void wrong_bridges(void) {
  const hostcall_bridge made_up[] = {0, 1, 42, 0xFFFFFFFF, (uint64_t)1 << 52, (uint64_t)1 << 53, UINT64_MAX};
  for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++) expect_everywhere(made_up[i], HOSTCALL_INVALID_BRIDGE);
  /* The bridge is checked before the arguments. */
  CHECK_STATUS(hostcall_register(0, NULL, NULL, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_complete(0, 0, -1, NULL, 1), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_call(0, NULL, NULL, 1, NULL, NULL, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_get_call_info(0, 0, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_describe(0, NULL, 1, NULL), HOSTCALL_INVALID_BRIDGE);
}

static void stale_bridges(void) {
  hostcall_bridge stale[200];
  for (int i = 0; i < 200; i++) {
    stale[i] = profile_core_open();
    CHECK(stale[i] != 0);
    for (int j = 0; j < i; j++) CHECK(stale[i] != stale[j]);
    CHECK_STATUS(hostcall_close(stale[i]), HOSTCALL_OK);
  }
  struct host host; /* reuses the slot of one of them */
  host_open(&host, answer_ada);
  for (int i = 0; i < 200; i++) expect_everywhere(stale[i], HOSTCALL_INVALID_BRIDGE);
  char text[1024];
  hostcall_last_error(text, sizeof text);
  CHECK(strstr(text, "no such bridge: it was closed, was not opened, or belongs to another library") != NULL);
  check_still_works(&host);
  host_close(&host);
}

static void neighbours(void) {
  struct host host;
  host_open(&host, answer_ada);
  for (int bit = 0; bit < 64; bit++) {
    hostcall_call_info info = {.size = sizeof info};
    CHECK_STATUS(hostcall_get_call_info(host.bridge ^ (uint64_t)1 << bit, 1, &info), HOSTCALL_INVALID_BRIDGE);
  }
  host_close(&host);
}

static void names(void) {
  struct host host;
  char longest[256], too_long[257];
  /* Exactly 256 bytes without a NUL: a sanitizer reports it if one more is read. */
  char *unterminated = malloc(256);
  memset(longest, 'n', 255), longest[255] = '\0';
  memset(too_long, 'n', 256), too_long[256] = '\0';
  memset(unterminated, 'n', 256);
  const char *const bad[] = {NULL, "", too_long, unterminated, "\xff", "a\xc3", "\xed\xa0\x80", "\xc0\x80"};
  hostcall_handler handler = {sizeof handler, on_call, NULL, NULL, NULL, 0};
  struct reply reply = {0};
  host_open(&host, answer_ada);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    CHECK_STATUS(hostcall_register(host.bridge, bad[i], on_call, NULL), HOSTCALL_INVALID_ARGUMENT);
    CHECK_STATUS(hostcall_register(host.bridge, bad[i], NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
    CHECK_STATUS(hostcall_register_handler(host.bridge, bad[i], &handler), HOSTCALL_INVALID_ARGUMENT);
    CHECK_STATUS(hostcall_unregister(host.bridge, bad[i]), HOSTCALL_INVALID_ARGUMENT);
    CHECK_STATUS(hostcall_call(host.bridge, bad[i], NULL, 0, keep_reply, &reply, NULL), HOSTCALL_INVALID_ARGUMENT);
  }
  CHECK_STATUS(hostcall_register(host.bridge, longest, on_call, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unregister(host.bridge, longest), HOSTCALL_OK);
  /* Two encodings of the same letter are two names. */
  CHECK_STATUS(hostcall_register(host.bridge, "\xc3\xa9", on_call, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_unregister(host.bridge, "e\xcc\x81"), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(hostcall_unregister(host.bridge, "\xc3\xa9"), HOSTCALL_OK);
  CHECK(reply.count == 0);
  host_close(&host);
  free(unterminated);
}

static void handlers(void) {
  struct host host;
  host_open(&host, answer_ada);
  hostcall_handler handler = host_handler(&host);
  CHECK_STATUS(hostcall_register_handler(host.bridge, "g", NULL), HOSTCALL_INVALID_ARGUMENT);
  const size_t small[] = {0, 1, 8, sizeof handler - 1};
  for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
    handler.size = small[i];
    CHECK_STATUS(hostcall_register_handler(host.bridge, "g", &handler), HOSTCALL_ABI_MISMATCH);
  }
  handler = host_handler(&host);
  handler.invoke = NULL;
  CHECK_STATUS(hostcall_register_handler(host.bridge, "g", &handler), HOSTCALL_INVALID_ARGUMENT);
  handler = host_handler(&host);
  handler.fingerprint = 1;
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_SCHEMA_MISMATCH);
  CHECK_STATUS(hostcall_unregister(host.bridge, "g"), HOSTCALL_NOT_REGISTERED);
  CHECK(host.release_count == 0); /* none of these took ownership */

  /* A newer host's longer struct, and one at an unaligned address. */
  struct {
    hostcall_handler handler;
    uint64_t unknown[4];
  } newer = {host_handler(&host), {1, 2, 3, 4}};
  newer.handler.size = sizeof newer;
  CHECK_STATUS(hostcall_register_handler(host.bridge, "g", &newer.handler), HOSTCALL_OK);
  newer.handler.size = SIZE_MAX;
  CHECK_STATUS(hostcall_register_handler(host.bridge, "g", &newer.handler), HOSTCALL_OK);
  host_close(&host);
  CHECK(host.release_count == 3);
}

static void info_sizes(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  struct {
    hostcall_call_info info;
    uint8_t guard[8];
  } newer;
  (void)request, (void)length;
  memset(&newer, 0xEE, sizeof newer);
  const size_t small[] = {0, 1, 16, 23}; /* the first version has 24 bytes */
  for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
    newer.info.size = small[i];
    CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, &newer.info), HOSTCALL_ABI_MISMATCH);
    CHECK(newer.info.size == small[i] && newer.info.request_encoding == 0xEEEEEEEE);
  }
  newer.info.size = sizeof newer;
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, &newer.info), HOSTCALL_OK);
  CHECK(newer.info.size == sizeof newer.info);
  CHECK(newer.guard[0] == 0xEE && newer.guard[7] == 0xEE);
  CHECK(newer.info.request_encoding == HOSTCALL_ENCODING_CBOR);
  CHECK(newer.info.response_encoding == HOSTCALL_ENCODING_CBOR);
  CHECK(newer.info.remaining_ns > 0 && newer.info.remaining_ns <= 200000000);
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id + 1000, &newer.info), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(complete_ada(host, call_id), HOSTCALL_OK);
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, &newer.info), HOSTCALL_UNKNOWN_CALL);
}

static void call_info(void) {
  struct host host;
  struct reply reply;
  host_open(&host, info_sizes);
  log_in(&host, &reply, 200);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  host_close(&host);
}

static void info_of_raw(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  hostcall_call_info info = {.size = sizeof info, .request_encoding = 9, .response_encoding = 9, .remaining_ns = 9};
  const double seconds = 1;
  (void)request, (void)length;
  CHECK_STATUS(hostcall_get_call_info(host->bridge, call_id, &info), HOSTCALL_OK);
  CHECK(info.request_encoding == HOSTCALL_ENCODING_RAW && info.response_encoding == HOSTCALL_ENCODING_RAW);
  CHECK(info.remaining_ns == INT64_MAX);
  hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
}

static void raw_call_info(void) {
  struct host host;
  host_open(&host, answer_ada);
  CHECK_STATUS(hostcall_register(host.bridge, "read_clock", info_of_raw, &host), HOSTCALL_OK);
  check_still_works(&host);
  host_close(&host);
}

static void status_names(void) {
  static const char *const expected[] = {
      "HOSTCALL_OK",           "HOSTCALL_INVALID_ARGUMENT", "HOSTCALL_INVALID_BRIDGE",     "HOSTCALL_CLOSED",
      "HOSTCALL_UNKNOWN_CALL", "HOSTCALL_NOT_REGISTERED",   "HOSTCALL_RESOURCE_EXHAUSTED", "HOSTCALL_ABI_MISMATCH",
      "HOSTCALL_SCHEMA_MISMATCH"};
  for (int32_t i = 0; i < 9; i++) CHECK(strcmp(hostcall_status_name(i), expected[i]) == 0);
  const int32_t others[] = {-1, 11, 255, INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    CHECK(strcmp(hostcall_status_name(others[i]), "HOSTCALL_UNKNOWN_STATUS") == 0);
  }
  CHECK(strcmp(hostcall_status_name(9), "HOSTCALL_WOULD_BLOCK") == 0);
  CHECK(strcmp(hostcall_status_name(10), "HOSTCALL_NOTHING") == 0);
  CHECK(hostcall_abi_version() == HOSTCALL_ABI_VERSION);
}

static void *fresh_thread(void *unused) {
  char buffer[4] = "xyz";
  (void)unused;
  CHECK(hostcall_last_error(NULL, 0) == 0);
  CHECK(hostcall_last_error(buffer, sizeof buffer) == 0 && buffer[0] == '\0');
  return NULL;
}

static void last_error(void) {
  char text[256], cut[8];
  on_threads(1, fresh_thread, NULL);
  CHECK_STATUS(hostcall_close(0), HOSTCALL_INVALID_BRIDGE);
  size_t length = hostcall_last_error(NULL, 0);
  CHECK(length > 10 && length < sizeof text);
  CHECK(hostcall_last_error(text, sizeof text) == length && strlen(text) == length);
  CHECK(hostcall_last_error(NULL, 100) == length);
  memset(cut, 'z', sizeof cut);
  CHECK(hostcall_last_error(cut, 0) == length && cut[0] == 'z');
  CHECK(hostcall_last_error(cut, sizeof cut) == length && strlen(cut) == 7 && memcmp(cut, text, 7) == 0);
  hostcall_bridge bridge = profile_core_open();
  CHECK_STATUS(hostcall_unregister(bridge, "no_such_name"), HOSTCALL_NOT_REGISTERED);
  hostcall_last_error(text, sizeof text);
  CHECK(strstr(text, "no_such_name") != NULL);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK); /* a success does not change it */
  hostcall_last_error(cut, sizeof cut);
  CHECK(memcmp(cut, text, 7) == 0);
  on_threads(1, fresh_thread, NULL);
}

static void table(void) {
  const hostcall_api *api = profile_core_api();
  CHECK(api != NULL && api == profile_core_api());
  CHECK(api->size >= sizeof *api && api->abi_version == HOSTCALL_ABI_VERSION && api->reserved == 0);
  CHECK(api->get_abi_version() == HOSTCALL_ABI_VERSION);
  CHECK(strcmp(api->status_name(HOSTCALL_CLOSED), "HOSTCALL_CLOSED") == 0);
  hostcall_bridge bridge = profile_core_open();
  hostcall_handler handler = {sizeof handler, on_call, NULL, NULL, NULL, 0};
  hostcall_call_info info = {.size = sizeof info};
  struct reply reply = {0};
  uint64_t id = 0;
  CHECK_STATUS(api->register_function(bridge, "f", on_call, NULL), HOSTCALL_OK);
  CHECK_STATUS(api->register_handler(bridge, "f", &handler), HOSTCALL_OK);
  CHECK_STATUS(api->unregister(bridge, "f"), HOSTCALL_OK);
  CHECK_STATUS(api->unregister(bridge, "f"), HOSTCALL_NOT_REGISTERED);
  CHECK(api->last_error(NULL, 0) > 0);
  CHECK_STATUS(api->complete(bridge, 1, HOSTCALL_REPLY_OK, NULL, 0), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(api->get_call_info(bridge, 1, &info), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(api->cancel(bridge, 1), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(api->call(bridge, "log_in", NULL, 0, keep_reply, &reply, &id), HOSTCALL_OK);
  CHECK(id == 1);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(api->close(bridge), HOSTCALL_OK);
  CHECK_STATUS(api->close(bridge), HOSTCALL_INVALID_BRIDGE);
}

void argument_tests(void) {
  static const struct test tests[] = {
      {"every function refuses a made-up bridge before it checks its arguments", wrong_bridges},
      {"every function refuses a closed bridge, even when its slot is reused", stale_bridges},
      {"a handle with one wrong bit is refused", neighbours},
      {"names are 1 to 255 bytes of UTF-8, compared byte by byte, and at most 256 bytes are read", names},
      {"a handler needs a valid size, an invoke and a matching fingerprint, or stays the host's", handlers},
      {"a pending call is described, within the given size", call_info},
      {"a raw call without a deadline is described as such", raw_call_info},
      {"every status has its name", status_names},
      {"the last error belongs to the thread, is truncated to the buffer, and survives a success", last_error},
      {"the table has every function", table},
  };
  RUN("arguments", tests);
}
