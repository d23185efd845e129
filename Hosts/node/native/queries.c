/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "queries.h"

#include "values.h"

/* Reads the bridge and a second argument; returns NULL, which is `undefined`, if the first is no bridge. */
static bridge *begin(napi_env env, napi_callback_info info, napi_value *second) {
  napi_value arguments[2];
  size_t count = 2;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  *second = arguments[1];
  bridge *bridge = values_bridge(env, arguments[0]);
  if (bridge == NULL) values_throw(env, "the first argument is not a bridge");
  return bridge;
}

static void append(napi_env env, napi_value array, napi_value value) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  napi_set_element(env, array, length, value);
}

napi_value queries_call_info(napi_env env, napi_callback_info info) {
  napi_value id, result;
  bridge *bridge = begin(env, info, &id);
  if (bridge == NULL) return NULL;
  hostcall_call_info call = {.size = sizeof call};
  if (bridge->library->api.get_call_info(bridge->handle, values_id(env, id), &call) != HOSTCALL_OK) return NULL;
  if (napi_create_array(env, &result) != napi_ok) return NULL;
  append(env, result, values_number(env, call.remaining_ns == INT64_MAX ? -1 : (double)call.remaining_ns / 1e6));
  append(env, result, values_number(env, (double)call.credit));
  return result;
}

napi_value queries_metadata(napi_env env, napi_callback_info info) {
  napi_value id, result;
  bridge *bridge = begin(env, info, &id);
  if (bridge == NULL || napi_create_array(env, &result) != napi_ok) return NULL;
  uint64_t call_id = values_id(env, id);
  uint8_t value[8192]; /* the largest total size of a call's metadata */
  char key[HOSTCALL_METADATA_KEY_SIZE];
  size_t index = 0, length = 0;
  while (bridge->library->api.next_metadata(bridge->handle, call_id, &index, key, sizeof key, value, sizeof value,
                                            &length) == HOSTCALL_OK) {
    napi_value text = NULL, bytes = NULL;
    napi_create_string_utf8(env, key, NAPI_AUTO_LENGTH, &text);
    napi_create_buffer_copy(env, length, value, NULL, &bytes);
    append(env, result, text);
    append(env, result, bytes);
  }
  return result;
}

napi_value queries_statistics(napi_env env, napi_callback_info info) {
  napi_value unused, result;
  bridge *bridge = begin(env, info, &unused);
  hostcall_statistics counts = {.size = sizeof counts};
  if (bridge == NULL || bridge->library->api.get_statistics(bridge->handle, &counts) != HOSTCALL_OK ||
      napi_create_array(env, &result) != napi_ok)
    return NULL;
  const uint64_t numbers[] = {counts.made,          counts.answered,     counts.failed,    counts.cancelled,
                              counts.expired,       counts.late,         counts.in_flight, counts.waiting,
                              counts.request_bytes, counts.answer_bytes, counts.listeners, counts.events,
                              counts.events_dropped};
  for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++)
    append(env, result, values_number(env, (double)numbers[index]));
  return result;
}

napi_value queries_describe(napi_env env, napi_callback_info info) {
  napi_value unused, result;
  bridge *bridge = begin(env, info, &unused);
  if (bridge == NULL) return NULL;
  const hostcall_api *api = &bridge->library->api;
  size_t size = 0, length = 0;
  int32_t status = api->describe(bridge->handle, NULL, 0, &length);
  while (status == HOSTCALL_OK && size < length) { /* the descriptor may grow in between */
    size = length;
    void *memory = NULL;
    if (napi_create_buffer(env, size, &memory, &result) != napi_ok) return NULL;
    status = api->describe(bridge->handle, memory, size, &length);
    if (status == HOSTCALL_RESOURCE_EXHAUSTED) status = HOSTCALL_OK;
  }
  return status == HOSTCALL_OK ? result : values_number(env, status);
}

napi_value queries_last_error(napi_env env, napi_callback_info info) {
  napi_value unused, result = NULL;
  bridge *bridge = begin(env, info, &unused);
  if (bridge == NULL) return NULL;
  char text[1024];
  bridge->library->api.last_error(text, sizeof text);
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &result);
  return result;
}

napi_value queries_status_name(napi_env env, napi_callback_info info) {
  napi_value status, result = NULL;
  bridge *bridge = begin(env, info, &status);
  if (bridge == NULL) return NULL;
  napi_create_string_utf8(env, bridge->library->api.status_name((int32_t)values_double(env, status)), NAPI_AUTO_LENGTH,
                          &result);
  return result;
}
