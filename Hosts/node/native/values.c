/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "values.h"

#include <string.h>

static const double exact = 9007199254740992.0; /* 2^53 */

napi_value values_throw(napi_env env, const char *text) {
  napi_throw_error(env, NULL, text);
  return NULL;
}

napi_value values_number(napi_env env, double number) {
  napi_value value = NULL;
  napi_create_double(env, number, &value);
  return value;
}

napi_value values_from_id(napi_env env, uint64_t id) {
  if ((double)id < exact) return values_number(env, (double)id);
  napi_value value = NULL;
  napi_create_bigint_uint64(env, id, &value);
  return value;
}

double values_double(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number;
}

uint64_t values_bigint(napi_env env, napi_value value) {
  uint64_t number = 0;
  bool is_lossless = false;
  napi_get_value_bigint_uint64(env, value, &number, &is_lossless);
  return number;
}

uint64_t values_id(napi_env env, napi_value value) {
  double number = 0;
  if (napi_get_value_double(env, value, &number) != napi_ok) return values_bigint(env, value);
  return number >= 0 && number < exact ? (uint64_t)number : 0;
}

bytes values_bytes(napi_env env, napi_value value) {
  bytes result = {NULL, 0};
  void *start = NULL;
  napi_typedarray_type type;
  if (napi_get_typedarray_info(env, value, &type, &result.length, &start, NULL, NULL) != napi_ok) return result;
  result.start = start;
  return result;
}

bridge *values_bridge(napi_env env, napi_value value) {
  void *data = NULL;
  napi_get_value_external(env, value, &data);
  return data;
}

int64_t values_nanoseconds(double milliseconds) {
  double nanoseconds = milliseconds * 1e6;
  if (!(nanoseconds < 9.2e18)) return INT64_MAX;
  if (!(nanoseconds > -9.2e18)) return INT64_MIN;
  /* Rounded up: 0 would be no limit. */
  int64_t whole = (int64_t)nanoseconds;
  return nanoseconds > (double)whole ? whole + 1 : whole;
}

void values_name(napi_env env, napi_value value, name_buffer *name) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, name->text, sizeof name->text, &length) != napi_ok) length = 0;
  name->text[length] = 0;
}
