/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* values.h - between JavaScript's values and C's. A value of another type reads as 0, NULL or empty: the functions of
 * the add-on are called by the package only, which checks types. */
#ifndef HOSTCALL_NODE_VALUES_H
#define HOSTCALL_NODE_VALUES_H

#include "bridge.h"

/* Bytes of a Uint8Array, which stay valid until JavaScript runs again. */
typedef struct bytes {
  uint8_t *start;
  size_t length;
} bytes;

/* Throws an Error with a text. Returns NULL. */
napi_value values_throw(napi_env env, const char *text);

napi_value values_number(napi_env env, double number);

/* An ID: a number, or a bigint from 2^53 on. */
napi_value values_from_id(napi_env env, uint64_t id);
uint64_t values_id(napi_env env, napi_value value);

double values_double(napi_env env, napi_value value);
uint64_t values_bigint(napi_env env, napi_value value);
bytes values_bytes(napi_env env, napi_value value);
bridge *values_bridge(napi_env env, napi_value value);

/* Milliseconds as nanoseconds, from INT64_MIN to INT64_MAX. */
int64_t values_nanoseconds(double milliseconds);

/* A name, of which a longer one is cut off at 1023 bytes. */
typedef struct name_buffer {
  char text[1024];
} name_buffer;
void values_name(napi_env env, napi_value value, name_buffer *name);

#endif
