/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "calls.h"

#include <stdlib.h>
#include <string.h>

#include "values.h"

/* Reads the arguments of a function whose first one is a bridge; returns from the function if it is none. */
#define BEGIN(expected)                                                               \
  napi_value arguments[expected];                                                     \
  size_t argument_count = expected;                                                   \
  napi_get_cb_info(env, info, &argument_count, arguments, NULL, NULL);                \
  bridge *bridge = values_bridge(env, arguments[0]);                                  \
  if (bridge == NULL) return values_throw(env, "the first argument is not a bridge"); \
  const hostcall_api *api = &bridge->library->api;

static void *slot_of(napi_env env, napi_value value) { return (void *)(uintptr_t)values_double(env, value); }

/* A negative status instead of an ID. */
static napi_value id_or_status(napi_env env, int32_t status, uint64_t id) {
  return status == HOSTCALL_OK ? values_from_id(env, id) : values_number(env, -status);
}

napi_value calls_register(napi_env env, napi_callback_info info) {
  BEGIN(5)
  name_buffer name;
  values_name(env, arguments[1], &name);
  void *slot = slot_of(env, arguments[2]);
  uint64_t fingerprint = values_bigint(env, arguments[3]);
  if (values_double(env, arguments[4]) != 0) {
    hostcall_stream_handler stream = {.size = sizeof stream, .user_data = slot, .fingerprint = fingerprint};
    return values_number(env, api->register_stream(bridge->handle, name.text, &stream));
  }
  hostcall_handler handler = {.size = sizeof handler, .user_data = slot, .fingerprint = fingerprint};
  return values_number(env, api->register_handler(bridge->handle, name.text, &handler));
}

napi_value calls_unregister(napi_env env, napi_callback_info info) {
  BEGIN(2)
  name_buffer name;
  values_name(env, arguments[1], &name);
  return values_number(env, api->unregister(bridge->handle, name.text));
}

napi_value calls_complete(napi_env env, napi_callback_info info) {
  BEGIN(4)
  bytes payload = values_bytes(env, arguments[3]);
  return values_number(env, api->complete(bridge->handle, values_id(env, arguments[1]),
                                          (int32_t)values_double(env, arguments[2]), payload.start, payload.length));
}

napi_value calls_send(napi_env env, napi_callback_info info) {
  BEGIN(3)
  bytes item = values_bytes(env, arguments[2]);
  return values_number(env, api->send(bridge->handle, values_id(env, arguments[1]), item.start, item.length));
}

/* Reads metadata: for each entry, the lengths of key and value in four bytes each, then key and value. Returns the
 * fields, which the caller frees, or NULL if there are none. */
static hostcall_field *read_fields(bytes all, size_t *count) {
  *count = 0;
  hostcall_field *fields = all.length == 0 ? NULL : calloc(all.length / 8 + 1, sizeof *fields);
  if (fields == NULL) return NULL;
  size_t at = 0;
  while (all.length - at >= 8) {
    uint32_t lengths[2];
    memcpy(lengths, all.start + at, sizeof lengths);
    at += 8;
    if (lengths[0] > all.length - at || lengths[1] > all.length - at - lengths[0]) break;
    fields[*count] = (hostcall_field){.key = (const char *)all.start + at,
                                      .key_len = lengths[0],
                                      .value = all.start + at + lengths[0],
                                      .value_len = lengths[1]};
    at += (size_t)lengths[0] + lengths[1];
    ++*count;
  }
  return fields;
}

napi_value calls_call(napi_env env, napi_callback_info info) {
  BEGIN(9)
  name_buffer name;
  values_name(env, arguments[1], &name);
  bytes request = values_bytes(env, arguments[2]);
  void *slot = slot_of(env, arguments[3]);
  int is_stream = values_double(env, arguments[4]) != 0;
  hostcall_call_options options = {.size = sizeof options,
                                   .timeout_ns = values_nanoseconds(values_double(env, arguments[5])),
                                   .fingerprint = values_bigint(env, arguments[6]),
                                   .silence_ns = values_nanoseconds(values_double(env, arguments[8]))};
  hostcall_field *fields = read_fields(values_bytes(env, arguments[7]), &options.metadata_count);
  options.metadata = fields;
  uint64_t id = 0;
  int32_t status =
      is_stream
          ? api->call_stream(bridge->handle, name.text, request.start, request.length, &options, NULL, NULL, slot, &id)
          : api->call_with(bridge->handle, name.text, request.start, request.length, &options, NULL, slot, &id);
  free(fields);
  return id_or_status(env, status, id);
}

napi_value calls_cancel(napi_env env, napi_callback_info info) {
  BEGIN(2)
  return values_number(env, api->cancel(bridge->handle, values_id(env, arguments[1])));
}

napi_value calls_grant(napi_env env, napi_callback_info info) {
  BEGIN(3)
  return values_number(
      env, api->grant(bridge->handle, values_id(env, arguments[1]), (uint32_t)values_double(env, arguments[2])));
}

napi_value calls_subscribe(napi_env env, napi_callback_info info) {
  BEGIN(5)
  name_buffer name;
  values_name(env, arguments[1], &name);
  hostcall_listener listener = {.size = sizeof listener,
                                .user_data = slot_of(env, arguments[2]),
                                .policy = (int32_t)values_double(env, arguments[3]),
                                .capacity = (uint32_t)values_double(env, arguments[4])};
  uint64_t subscription = 0;
  int32_t status = api->subscribe(bridge->handle, name.text, &listener, &subscription);
  return id_or_status(env, status, subscription);
}

napi_value calls_unsubscribe(napi_env env, napi_callback_info info) {
  BEGIN(2)
  return values_number(env, api->unsubscribe(bridge->handle, values_id(env, arguments[1])));
}

napi_value calls_emit(napi_env env, napi_callback_info info) {
  BEGIN(3)
  name_buffer name;
  values_name(env, arguments[1], &name);
  bytes event = values_bytes(env, arguments[2]);
  return values_number(env, api->emit(bridge->handle, name.text, event.start, event.length));
}
