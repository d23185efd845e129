/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* floor.c - the way into C and back for the measurement of speed: binds the library of ../floor/floor.h. JavaScript
 * runs on one thread, so what the library's thread calls is passed on through a thread-safe function.
 *
 *     load(path, callback)
 *     logIn(slot, request) ──► thread ──► callback(0, call, bytes) ──► complete(call, bytes) ──► thread
 *                                     ──► callback(1, call, bytes) ──► complete(call, bytes) ──► thread
 *                                     ──► callback(2, slot, bytes) */
#define NAPI_VERSION 8
#include "floor.h"

#include <dlfcn.h>
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

typedef struct message {
  double number; /* of the call, or the slot of a reply */
  uint32_t kind; /* 0: read_clock, 1: fetch_profile, 2: reply */
  size_t length;
  uint8_t bytes[];
} message;

static napi_threadsafe_function callback;
static int32_t (*complete_call)(uint64_t call_id, const uint8_t *payload, size_t payload_len);
static int32_t (*log_in)(const uint8_t *request, size_t request_len, hostcall_reply_fn reply, void *user_data);

static void pass(uint32_t kind, double number, const uint8_t *bytes, size_t length) {
  message *passed = malloc(sizeof *passed + length);
  if (passed == NULL) abort();
  *passed = (message){.number = number, .kind = kind, .length = length};
  memcpy(passed->bytes, bytes, length);
  napi_call_threadsafe_function(callback, passed, napi_tsfn_nonblocking);
}

static void read_clock(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  (void)user_data;
  pass(0, (double)call_id, request, request_len);
}

static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  (void)user_data;
  pass(1, (double)call_id, request, request_len);
}

static void reply(int32_t outcome, const uint8_t *payload, size_t payload_len, void *user_data) {
  (void)outcome;
  pass(2, (double)(uintptr_t)user_data, payload, payload_len);
}

static void call_back(napi_env env, napi_value function, void *context, void *data) {
  (void)context;
  message *passed = data;
  if (env != NULL) {
    napi_value receiver, arguments[3];
    napi_get_undefined(env, &receiver);
    napi_create_uint32(env, passed->kind, &arguments[0]);
    napi_create_double(env, passed->number, &arguments[1]);
    napi_create_buffer_copy(env, passed->length, passed->bytes, NULL, &arguments[2]);
    napi_call_function(env, receiver, function, 3, arguments, NULL);
  }
  free(passed);
}

static void find(void *library, const char *name, void *function, size_t size) {
  void *symbol = dlsym(library, name);
  memcpy(function, &symbol, size);
}

static napi_value load(napi_env env, napi_callback_info info) {
  napi_value arguments[2], name;
  size_t count = 2, length = 0;
  char path[4096];
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_string_utf8(env, arguments[0], path, sizeof path, &length);
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    napi_throw_error(env, NULL, dlerror());
    return NULL;
  }
  void (*register_functions)(hostcall_invoke_fn, hostcall_invoke_fn, void *);
  find(library, "floor_register", &register_functions, sizeof register_functions);
  find(library, "floor_complete", &complete_call, sizeof complete_call);
  find(library, "floor_log_in", &log_in, sizeof log_in);
  napi_create_string_utf8(env, "floor", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, arguments[1], NULL, name, 0, 1, NULL, NULL, NULL, call_back, &callback);
  register_functions(read_clock, fetch_profile, NULL);
  return NULL;
}

/* Reads a number and bytes. */
static double begin(napi_env env, napi_callback_info info, void **bytes, size_t *length) {
  napi_value arguments[2];
  size_t count = 2;
  double number = 0;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_double(env, arguments[0], &number);
  napi_get_typedarray_info(env, arguments[1], NULL, length, bytes, NULL, NULL);
  return number;
}

static napi_value complete(napi_env env, napi_callback_info info) {
  void *bytes = NULL;
  size_t length = 0;
  double number = begin(env, info, &bytes, &length);
  complete_call((uint64_t)number, bytes, length);
  return NULL;
}

static napi_value call_log_in(napi_env env, napi_callback_info info) {
  void *bytes = NULL;
  size_t length = 0;
  double slot = begin(env, info, &bytes, &length);
  log_in(bytes, length, reply, (void *)(uintptr_t)slot);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "load", NAPI_AUTO_LENGTH, load, NULL, &function);
  napi_set_named_property(env, exports, "load", function);
  napi_create_function(env, "complete", NAPI_AUTO_LENGTH, complete, NULL, &function);
  napi_set_named_property(env, exports, "complete", function);
  napi_create_function(env, "logIn", NAPI_AUTO_LENGTH, call_log_in, NULL, &function);
  napi_set_named_property(env, exports, "logIn", function);
  return exports;
}
