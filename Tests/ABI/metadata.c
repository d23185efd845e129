/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Metadata of calls in both directions, and the other options of a call to the core. */
#include "suites.h"

#include <string.h>

#include "host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no metadata. */
void metadata_tests(void) {}
#else

static const hostcall_field tenant = {"tenant", 6, (const uint8_t *)"acme", 4};
static const hostcall_field token = {"token-bin", 9, (const uint8_t *)"\x00\xff", 2};

/* Calls log_in for user 7 with options. */
static int32_t log_in_with(struct host *host, struct reply *reply, const hostcall_call_options *options, uint64_t *id) {
  memset(reply, 0, sizeof *reply);
  return hostcall_call_with(host->bridge, "log_in", (const uint8_t *)"\xa1\x66userID\x07", 9, options, keep_reply, reply,
                            id);
}

static hostcall_call_options with_fields(const hostcall_field *fields, size_t count) {
  hostcall_call_options options = {sizeof options, 0, 0, fields, count};
  return options;
}

/* -- In a call to the host ------------------------------------------------------------------------------------------- */

static void read_metadata(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  hostcall_bridge bridge = host->bridge;
  uint8_t value[8];
  char key[HOSTCALL_METADATA_KEY_SIZE];
  size_t size = 77, index = 0;
  (void)request, (void)length;
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "tenant", NULL, 0, &size), HOSTCALL_OK);
  CHECK(size == 4);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "tenant", value, 3, &size), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "tenant", value, sizeof value, &size), HOSTCALL_OK);
  CHECK(size == 4 && memcmp(value, "acme", 4) == 0);
  size = 77;
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "locale", value, sizeof value, &size), HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "", value, sizeof value, &size), HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, NULL, value, sizeof value, &size), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "tenant", NULL, 8, &size), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "tenant", value, 8, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id + 1, "tenant", value, 8, &size), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_get_metadata(0, call_id, "tenant", value, 8, &size), HOSTCALL_INVALID_BRIDGE);
  CHECK(size == 77);

  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, sizeof key, value, sizeof value, &size), HOSTCALL_OK);
  CHECK(index == 1 && strcmp(key, "tenant") == 0 && size == 4 && memcmp(value, "acme", 4) == 0);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, sizeof key, value, 1, &size),
               HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK(index == 1 && strcmp(key, "token-bin") == 0 && size == 2);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, sizeof key, value, sizeof value, &size), HOSTCALL_OK);
  CHECK(index == 2 && size == 2 && memcmp(value, "\x00\xff", 2) == 0);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, sizeof key, value, 8, &size), HOSTCALL_NOTHING);
  CHECK(index == 2);
  index = SIZE_MAX;
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, sizeof key, value, 8, &size), HOSTCALL_NOTHING);
  index = 0;
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, 64, value, 8, &size), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, NULL, 65, value, 8, &size), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, NULL, key, 65, value, 8, &size), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, 65, value, 8, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_next_metadata(bridge, call_id, &index, key, 65, NULL, 8, &size), HOSTCALL_INVALID_ARGUMENT);

  host->note++;
  complete_ada(host, call_id);
  CHECK_STATUS(hostcall_get_metadata(bridge, call_id, "tenant", value, 8, &size), HOSTCALL_UNKNOWN_CALL);
}

static void inherited(void) {
  struct host host;
  struct reply reply;
  hostcall_field fields[] = {tenant, token};
  hostcall_call_options options = with_fields(fields, 2);
  host_open(&host, read_metadata);
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK(host.note == 1);
  host_close(&host);
}

static void expect_none(struct host *host, uint64_t call_id, const uint8_t *request, size_t length) {
  size_t size = 0, index = 0;
  char key[HOSTCALL_METADATA_KEY_SIZE];
  (void)request, (void)length;
  CHECK_STATUS(hostcall_get_metadata(host->bridge, call_id, "tenant", NULL, 0, &size), HOSTCALL_NOTHING);
  CHECK_STATUS(hostcall_next_metadata(host->bridge, call_id, &index, key, sizeof key, NULL, 0, &size), HOSTCALL_NOTHING);
  complete_ada(host, call_id);
}

static void none(void) {
  struct host host;
  struct reply reply;
  hostcall_field fields[] = {tenant, token};
  hostcall_call_options options = with_fields(fields, 2);
  host_open(&host, answer_ada);
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  /* The next call may use the same slot. */
  host.fetch = expect_none;
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK_STATUS(log_in_with(&host, &reply, NULL, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  host_close(&host);
}

/* -- In a call to the core ------------------------------------------------------------------------------------------- */

/* Checks that a call with `fields` is refused with `status` and a message that contains `text`. */
static void refused(struct host *host, const hostcall_field *fields, size_t count, int32_t status, const char *text) {
  struct reply reply;
  uint64_t id = 77;
  char message[256];
  hostcall_call_options options = with_fields(fields, count);
  CHECK_STATUS(log_in_with(host, &reply, &options, &id), status);
  hostcall_last_error(message, sizeof message);
  if (strstr(message, text) == NULL) printf("expected \"%s\" in \"%s\"\n", text, message);
  CHECK(strstr(message, text) != NULL);
  CHECK(reply.count == 0 && id == 77);
}

static void rules(void) {
  static uint8_t big[8193];
  static char long_key[65];
  hostcall_field many[65], fields[2] = {tenant, tenant};
  char keys[65][4];
  struct host host;
  const struct {
    hostcall_field field;
    int32_t status;
    const char *text;
  } wrong[] = {
      {{"", 0, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "has 0 bytes; 1 to 64"},
      {{NULL, 3, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "key is NULL"},
      {{"a", 1, NULL, 3}, HOSTCALL_INVALID_ARGUMENT, "value under \"a\" is NULL"},
      {{long_key, 65, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "has 65 bytes"},
      {{"a", SIZE_MAX, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "1 to 64 are allowed"},
      {{"a", 1, big, SIZE_MAX}, HOSTCALL_RESOURCE_EXHAUSTED, "limit is 8192"},
      {{"a", 1, big, 8193}, HOSTCALL_RESOURCE_EXHAUSTED, "limit is 8192"},
      {{"Tenant", 6, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "other than lowercase"},
      {{"a\0b", 3, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "other than lowercase"},
      {{"\xff", 1, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "other than lowercase"},
      {{"grpc-timeout", 12, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "reserved"},
      {{"hostcall-x", 10, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "reserved"},
      {{"connection", 10, NULL, 0}, HOSTCALL_INVALID_ARGUMENT, "reserved"},
      {{"a", 1, (const uint8_t *)"x\r\ny", 4}, HOSTCALL_INVALID_ARGUMENT, "printable ASCII"},
      {{"a", 1, (const uint8_t *)"\xc3\xbc", 2}, HOSTCALL_INVALID_ARGUMENT, "printable ASCII"},
      {{"a", 1, (const uint8_t *)" x", 2}, HOSTCALL_INVALID_ARGUMENT, "space"},
      {{"a", 1, (const uint8_t *)"x ", 2}, HOSTCALL_INVALID_ARGUMENT, "space"},
  };
  host_open(&host, answer_ada);
  memset(long_key, 'a', sizeof long_key);
  memset(big, 'b', sizeof big);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    refused(&host, &wrong[i].field, 1, wrong[i].status, wrong[i].text);
  }
  refused(&host, fields, 2, HOSTCALL_INVALID_ARGUMENT, "\"tenant\" occurs twice");
  for (int i = 0; i < 65; i++) {
    snprintf(keys[i], sizeof keys[i], "k%d", i);
    many[i] = (hostcall_field){keys[i], strlen(keys[i]), NULL, 0};
  }
  refused(&host, many, 65, HOSTCALL_RESOURCE_EXHAUSTED, "64 entries");
  refused(&host, many, SIZE_MAX, HOSTCALL_RESOURCE_EXHAUSTED, "64 entries");
  refused(&host, NULL, 1, HOSTCALL_INVALID_ARGUMENT, "array of metadata is NULL");
  check_still_works(&host);
  host_close(&host);
}

static void limits(void) {
  static uint8_t value[8192];
  static char keys[64][4];
  hostcall_field many[64];
  struct host host;
  struct reply reply;
  hostcall_call_options options = with_fields(many, 64);
  host_open(&host, answer_ada);
  memset(value, 'b', sizeof value);
  for (int i = 0; i < 64; i++) {
    snprintf(keys[i], sizeof keys[i], "k%02d", i);
    many[i] = (hostcall_field){keys[i], 3, value, 93};
  }
  /* 64 * (3 + 93 + 32) is 8192. */
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  many[63].value_len = 94;
  refused(&host, many, 64, HOSTCALL_RESOURCE_EXHAUSTED, "8193 bytes; the limit is 8192");
  /* Bytes count in base64: 5 + 8152 + 32 is 8189, and three bytes more are four. */
  many[0] = (hostcall_field){"k-bin", 5, value, 6114};
  options = with_fields(many, 1);
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  many[0].value_len = 6117;
  refused(&host, many, 1, HOSTCALL_RESOURCE_EXHAUSTED, "8193 bytes; the limit is 8192");
  host_close(&host);
}

static void option_struct(void) {
  struct host host;
  struct reply reply;
  hostcall_call_options options = {0};
  struct {
    hostcall_call_options options;
    uint8_t later[16];
  } larger;
  host_open(&host, answer_ada);
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_ABI_MISMATCH);
  options.size = sizeof options - 1;
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_ABI_MISMATCH);
  memset(&larger, 0xff, sizeof larger);
  larger.options = (hostcall_call_options){.size = sizeof larger};
  CHECK_STATUS(log_in_with(&host, &reply, &larger.options, NULL), HOSTCALL_OK);
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
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_SCHEMA_MISMATCH);
  hostcall_last_error(message, sizeof message);
  CHECK(strstr(message, "log_in") != NULL);
  check_still_works(&host);
  host_close(&host);
}

/* -- Deadlines ------------------------------------------------------------------------------------------------------- */

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
  CHECK_STATUS(log_in_with(&host, &reply, &options, NULL), HOSTCALL_OK);
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
  CHECK_STATUS(log_in_with(&host, &reply, &options, &id), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CODE(4));
  CHECK(host.fetch_count == 0);
  CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_UNKNOWN_CALL);
  options.timeout_ns = INT64_MIN;
  CHECK_STATUS(log_in_with(&host, &reply, &options, &id), HOSTCALL_OK);
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
    CHECK_STATUS(log_in_with(&host, &reply, &options, &id), HOSTCALL_OK);
    EVENTUALLY(host.note != 0);
    if (i < 2) CHECK(host.note == -1);
    CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_OK);
    EVENTUALLY(reply.count == 1);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_CANCELLED);
  }
  host_close(&host);
}

/* -- Statistics ------------------------------------------------------------------------------------------------------ */

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

void metadata_tests(void) {
  static const struct test tests[] = {
      {"the calls of a function carry the metadata of the call that it answers", inherited},
      {"a call without metadata has none, even in a slot whose last call had some", none},
      {"metadata that is not allowed is refused, with the reason, and nothing is called", rules},
      {"metadata may have 64 entries and 8192 bytes, and no more", limits},
      {"options may be NULL or longer than known, but not shorter", option_struct},
      {"a call with another fingerprint than the function's is refused", fingerprints},
      {"a call ends at its deadline, and so do the calls of the function", bounded},
      {"a function does not run for a call whose time was up", late},
      {"a timeout of 0 or INT64_MAX is no limit", unlimited},
      {"the statistics count calls, and may be read at any time", statistics},
  };
  RUN("Metadata and options", tests);
}
#endif
