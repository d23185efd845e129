/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 47 to 50. */
#include "behaviours.h"

static const hostcall_field fields[] = {HOSTCALL_TYPED_FIELD("tenant", "north"),
                                        HOSTCALL_TYPED_FIELD("trace-bin", "\001\000\377")};

static const char *described(const conformance_call_description *found) {
  EXPECT(found->texts.count == 1 && found->binaries.count == 1);
  EXPECT(hostcall_text_equals(found->texts.items[0].key, "tenant"));
  EXPECT(hostcall_text_equals(found->texts.items[0].value, "north"));
  EXPECT(hostcall_text_equals(found->binaries.items[0].key, "trace-bin"));
  EXPECT(found->binaries.items[0].value.length == 3 && found->binaries.items[0].value.data[2] == 255);
  return NULL;
}

static const char *to_core(struct host *host) {
  CALL(none, describe_core_call, NULL);
  EXPECT_OK(none);
  EXPECT(none.response->texts.count == 0 && none.response->binaries.count == 0);
  EXPECT(none.response->remaining_milliseconds == NULL);
  FREE(none, describe_core_call);
  CALL(some, describe_core_call, &(hostcall_typed_options){.metadata = fields, .metadata_count = 2});
  EXPECT_OK(some);
  const char *failure = described(some.response);
  FREE(some, describe_core_call);
  return failure;
}

static const char *to_host(struct host *host) {
  const conformance_text_map_entry text = {HOSTCALL_TEXT("tenant"), HOSTCALL_TEXT("north")};
  const conformance_bytes_map_entry binary = {HOSTCALL_TEXT("trace-bin"), {(const uint8_t *)"\001\000\377", 3}};
  conformance_send_metadata_request request = {.texts = {&text, 1}, .binaries = {&binary, 1}};
  CALL(result, send_metadata, &request, NULL);
  EXPECT_OK(result);
  const char *failure = described(result.response);
  FREE(result, send_metadata);
  return failure;
}

static const char *through(struct host *host) {
  CALL(result, forward_metadata,
       &(hostcall_typed_options){.metadata = fields, .metadata_count = 2, .timeout_ns = 5000000000});
  EXPECT_OK(result);
  const double *left = result.response->remaining_milliseconds;
  EXPECT(left != NULL && *left > 0 && *left <= 5000);
  const char *failure = described(result.response);
  FREE(result, forward_metadata);
  return failure;
}

static const char *invalid(struct host *host) {
  const hostcall_field field = HOSTCALL_TYPED_FIELD("Not A Key", "value");
  CALL(result, describe_core_call, &(hostcall_typed_options){.metadata = &field, .metadata_count = 1});
  EXPECT(result.status == HOSTCALL_INVALID_ARGUMENT);
  EXPECT_IN(strstr(result.message, "Not A Key") != NULL || strstr(result.message, "key") != NULL, result.message);
  FREE(result, describe_core_call);
  return NULL;
}

const struct behaviour metadata[] = {{47, to_core}, {48, to_host}, {49, through}, {50, invalid}, {0, NULL}};
