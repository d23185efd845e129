/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* addon.c - the functions of the add-on: native.ts documents each. Everything belongs to an environment, so the add-on
 * can be used in the main thread and in any number of workers, or in workers only. */
#include <stdlib.h>

#include "calls.h"
#include "queries.h"
#include "values.h"

static napi_value load(napi_env env, napi_callback_info info) {
  napi_value argument, result = NULL;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  char path[4096], problem[1200];
  size_t length = 0;
  if (napi_get_value_string_utf8(env, argument, path, sizeof path, &length) != napi_ok || length + 1 == sizeof path)
    return values_throw(env, "the path of a library is too long");
  library *library = library_load(path, problem, sizeof problem);
  if (library == NULL) return values_throw(env, problem);
  /* Not freed, like the library itself: bridges refer to it until their environment ends. */
  if (napi_create_external(env, library, NULL, NULL, &result) != napi_ok) free(library);
  return result;
}

static napi_value open_bridge(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  size_t count = 4;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  void *library = NULL;
  if (napi_get_value_external(env, arguments[0], &library) != napi_ok)
    return values_throw(env, "the first argument is not a library");
  name_buffer name;
  values_name(env, arguments[1], &name);
  return bridge_open(env, library, name.text, arguments[2], arguments[3]);
}

static napi_value close_bridge(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  size_t count = 2;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  bridge *bridge = values_bridge(env, arguments[0]);
  if (bridge == NULL) return values_throw(env, "the first argument is not a bridge");
  int64_t grace = values_nanoseconds(values_double(env, arguments[1]));
  return values_number(env, bridge->library->api.close_within(bridge->handle, grace));
}

static napi_value fail_pending(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  size_t count = 3;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  bridge *bridge = values_bridge(env, arguments[0]);
  if (bridge == NULL) return values_throw(env, "the first argument is not a bridge");
  name_buffer message;
  values_name(env, arguments[2], &message);
  return values_number(
      env, bridge->library->api.fail_pending(bridge->handle, (int32_t)values_double(env, arguments[1]), message.text));
}

static napi_value set_alive(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  size_t count = 2;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  bridge *bridge = values_bridge(env, arguments[0]);
  if (bridge == NULL || bridge->is_closed) return NULL;
  if (values_double(env, arguments[1]) != 0) {
    napi_ref_threadsafe_function(env, bridge->wakeup);
  } else {
    napi_unref_threadsafe_function(env, bridge->wakeup);
  }
  return NULL;
}

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback function;
  } functions[] = {
      {"load", load},
      {"open", open_bridge},
      {"close", close_bridge},
      {"failPending", fail_pending},
      {"setAlive", set_alive},
      {"register", calls_register},
      {"unregister", calls_unregister},
      {"complete", calls_complete},
      {"send", calls_send},
      {"call", calls_call},
      {"cancel", calls_cancel},
      {"grant", calls_grant},
      {"subscribe", calls_subscribe},
      {"unsubscribe", calls_unsubscribe},
      {"emit", calls_emit},
      {"callInfo", queries_call_info},
      {"metadata", queries_metadata},
      {"statistics", queries_statistics},
      {"describe", queries_describe},
      {"lastError", queries_last_error},
      {"statusName", queries_status_name},
  };
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    napi_value function;
    if (napi_create_function(env, functions[index].name, NAPI_AUTO_LENGTH, functions[index].function, NULL,
                             &function) != napi_ok ||
        napi_set_named_property(env, exports, functions[index].name, function) != napi_ok)
      return NULL;
  }
  return exports;
}
