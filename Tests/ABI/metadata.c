/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Metadata of calls in both directions. */
#include "suites.h"

#include <string.h>

#include "host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no metadata. */
void metadata_tests(void) {}
#else

static const hostcall_field tenant = {"tenant", 6, (const uint8_t *)"acme", 4};
static const hostcall_field token = {"token-bin", 9, (const uint8_t *)"\x00\xff", 2};

static hostcall_call_options with_fields(const hostcall_field *fields, size_t count) {
  hostcall_call_options options = {sizeof options, 0, 0, fields, count, 0};
  return options;
}

/* -- In a call to the host ----------------------------------------------------------------------------------------- */

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

/* The calls of the function carry all but `authorization`. */
static void inherited(void) {
  struct host host;
  struct reply reply;
  hostcall_field fields[] = {tenant, token, {"authorization", 13, (const uint8_t *)"Bearer x", 8}};
  hostcall_call_options options = with_fields(fields, 3);
  host_open(&host, read_metadata);
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_OK);
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
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  /* The next call may use the same slot. */
  host.fetch = expect_none;
  log_in(&host, &reply, 0);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  CHECK_STATUS(log_in_with_options(&host, &reply, NULL, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  host_close(&host);
}

/* -- In a call to the core ----------------------------------------------------------------------------------------- */

/* Checks that a call with `fields` is refused with `status` and a message that contains `text`. */
static void refused(struct host *host, const hostcall_field *fields, size_t count, int32_t status, const char *text) {
  struct reply reply;
  uint64_t id = 77;
  char message[256];
  hostcall_call_options options = with_fields(fields, count);
  CHECK_STATUS(log_in_with_options(host, &reply, &options, &id), status);
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
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  many[63].value_len = 94;
  refused(&host, many, 64, HOSTCALL_RESOURCE_EXHAUSTED, "8193 bytes; the limit is 8192");
  /* Bytes count in base64: 5 + 8152 + 32 is 8189, and three bytes more are four. */
  many[0] = (hostcall_field){"k-bin", 5, value, 6114};
  options = with_fields(many, 1);
  CHECK_STATUS(log_in_with_options(&host, &reply, &options, NULL), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  many[0].value_len = 6117;
  refused(&host, many, 1, HOSTCALL_RESOURCE_EXHAUSTED, "8193 bytes; the limit is 8192");
  host_close(&host);
}

void metadata_tests(void) {
  static const struct test tests[] = {
      {"the calls of a function carry the metadata of the call that it answers", inherited},
      {"a call without metadata has none, even in a slot whose last call had some", none},
      {"metadata that is not allowed is refused, with the reason, and nothing is called", rules},
      {"metadata may have 64 entries and 8192 bytes, and no more", limits},
  };
  RUN("metadata", tests);
}
#endif
