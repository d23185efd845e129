/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "callback.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static _Thread_local unsigned callbacks;
static _Thread_local char last_error[1200];

void hostcall_typed_enter_callback(void) { callbacks++; }
void hostcall_typed_leave_callback(void) { callbacks--; }

int32_t hostcall_typed_may_wait(void) {
  if (callbacks == 0) return HOSTCALL_OK;
  return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "a callback must not wait");
}

static atomic_bool is_forked;

static void on_fork(void) { atomic_store(&is_forked, true); }
static void watch_forks(void) { pthread_atfork(NULL, NULL, on_fork); }

void hostcall_typed_watch_forks(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, watch_forks);
}

bool hostcall_typed_is_forked(void) { return atomic_load_explicit(&is_forked, memory_order_relaxed); }

const char *hostcall_typed_last_error(void) { return last_error; }

int32_t hostcall_typed_refuse(int32_t status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(last_error, sizeof last_error, format, arguments);
  va_end(arguments);
  return status;
}

int32_t hostcall_typed_refuse_fault(const hostcall_typed_fault *fault, const char *call, const char *part) {
  char words[400];
  hostcall_typed_describe_fault(fault, part, words, sizeof words);
  return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "%s cannot be encoded: %s", call, words);
}

int32_t hostcall_typed_status(const hostcall_api *api, const char *call, int32_t status) {
  if (status == HOSTCALL_OK) return status;
  char words[1024] = "";
  api->last_error(words, sizeof words);
  return hostcall_typed_refuse(status, "%s: %s: %s", call, api->status_name(status), words);
}

int32_t hostcall_typed_check_api(const hostcall_api *api) {
  if (api == NULL) return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "no core is linked or in use");
  if (api->size >= sizeof *api) return HOSTCALL_OK;
  return hostcall_typed_refuse(HOSTCALL_ABI_MISMATCH, "the core is of an earlier version, without streams and events");
}

hostcall_call_options hostcall_typed_convert(const hostcall_typed_options *options, uint64_t fingerprint) {
  hostcall_call_options converted = {.size = sizeof converted, .fingerprint = fingerprint};
  if (options == NULL) return converted;
  converted.timeout_ns = options->timeout_ns;
  converted.metadata = options->metadata;
  converted.metadata_count = options->metadata_count;
  converted.silence_ns = options->silence_ns;
  return converted;
}
