/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "bridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values.h"

/* The messages that are taken at once, before other events of the loop have their turn. */
enum { BATCH = 256 };

static void release_use(bridge *bridge) {
  if (--bridge->uses == 0) free(bridge);
}

static void finalize_external(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  release_use(data);
}

static void finalize_wakeup(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  release_use(data);
}

/* The `wake` of the queue; runs on any thread. */
static void wake(void *user_data) {
  bridge *bridge = user_data;
  napi_call_threadsafe_function(bridge->wakeup, NULL, napi_tsfn_nonblocking);
}

/* Closes the bridge at the end of its environment, in which no JavaScript runs any more. */
static void close_at_end(void *data) {
  bridge *bridge = data;
  if (bridge->is_closed) return;
  const hostcall_api *api = &bridge->library->api;
  api->close(bridge->handle);
  int32_t status;
  do {
    status = api->next(bridge->handle, &bridge->message, -1);
  } while (status == HOSTCALL_OK || status == HOSTCALL_NOTHING);
  bridge->is_closed = 1;
}

/* Writes the message to the exchange. Returns whether its bytes fit; otherwise `bytes` becomes a Buffer, or null if
 * there is no memory for it. */
static int write_exchange(napi_env env, bridge *bridge, napi_value *bytes) {
  const hostcall_message *message = &bridge->message;
  double *head = (double *)(void *)bridge->memory;
  head[0] = message->kind;
  head[1] = (double)(uintptr_t)message->user_data;
  head[2] = message->outcome;
  head[3] = (double)message->length;
  head[4] = (double)message->count;
  memcpy(head + 5, &message->call_id, sizeof message->call_id);
  if (message->length <= EXCHANGE_SIZE - EXCHANGE_HEAD) {
    if (message->length > 0) memcpy(bridge->memory + EXCHANGE_HEAD, message->bytes, message->length);
    return 1;
  }
  if (napi_create_buffer_copy(env, message->length, message->bytes, NULL, bytes) != napi_ok) {
    napi_value error;
    napi_get_and_clear_last_exception(env, &error);
    napi_get_null(env, bytes);
  }
  return 0;
}

/* Passes the message to JavaScript. Returns 0 if the environment runs no JavaScript any more. */
static int dispatch(napi_env env, bridge *bridge, napi_value function, napi_value receiver) {
  napi_value bytes = NULL;
  size_t count = write_exchange(env, bridge, &bytes) ? 0 : 1;
  if (napi_call_function(env, receiver, function, count, &bytes, NULL) == napi_ok) return 1;
  napi_value error;
  return napi_get_and_clear_last_exception(env, &error) == napi_ok && napi_fatal_exception(env, error) == napi_ok;
}

static void finish(napi_env env, bridge *bridge) {
  bridge->is_closed = 1;
  napi_remove_env_cleanup_hook(env, close_at_end, bridge);
  napi_delete_reference(env, bridge->dispatch);
  napi_delete_reference(env, bridge->exchange);
  napi_unref_threadsafe_function(env, bridge->wakeup);
  napi_release_threadsafe_function(bridge->wakeup, napi_tsfn_release);
}

/* Takes the messages that wait. Runs on the environment's thread. */
static void drain(napi_env env, napi_value unused, void *context, void *data) {
  (void)unused;
  (void)data;
  bridge *bridge = context;
  if (env == NULL || bridge->is_closed) return;
  napi_value function, receiver;
  if (napi_get_reference_value(env, bridge->dispatch, &function) != napi_ok) return;
  napi_get_undefined(env, &receiver);
  const hostcall_api *api = &bridge->library->api;
  for (int taken = 0; taken < BATCH; taken++) {
    napi_handle_scope scope;
    if (napi_open_handle_scope(env, &scope) != napi_ok) break;
    int32_t status = api->next(bridge->handle, &bridge->message, 0);
    int goes_on = status == HOSTCALL_OK;
    if (!goes_on) memset(bridge->memory, 0, EXCHANGE_HEAD); /* the kind 0: closed */
    int runs = status == HOSTCALL_NOTHING || dispatch(env, bridge, function, receiver);
    napi_close_handle_scope(env, scope);
    if (status == HOSTCALL_NOTHING) return;
    if (!goes_on) finish(env, bridge);
    if (!goes_on || !runs) return;
  }
  wake(bridge);
}

static bridge *create(napi_env env, const library *library, napi_value dispatch, napi_value exchange) {
  bridge *bridge = calloc(1, sizeof *bridge);
  if (bridge == NULL) return NULL;
  bridge->library = library;
  bridge->env = env;
  bridge->message.size = sizeof bridge->message;
  bridge->uses = 1;
  void *memory = NULL;
  size_t size = 0;
  napi_value name;
  if (napi_get_arraybuffer_info(env, exchange, &memory, &size) != napi_ok || size < EXCHANGE_SIZE ||
      napi_create_string_utf8(env, "hostcall", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, bridge, finalize_wakeup, bridge, drain,
                                      &bridge->wakeup) != napi_ok) {
    free(bridge);
    return NULL;
  }
  bridge->memory = memory;
  napi_unref_threadsafe_function(env, bridge->wakeup);
  napi_create_reference(env, dispatch, 1, &bridge->dispatch);
  napi_create_reference(env, exchange, 1, &bridge->exchange);
  return bridge;
}

napi_value bridge_open(napi_env env, const library *library, const char *name, napi_value dispatch,
                       napi_value exchange) {
  char problem[1200];
  hostcall_bridge (*open)(void) = library_open_function(library, name);
  if (open == NULL) {
    snprintf(problem, sizeof problem, "%s exports no function %s", library->path, name);
    return values_throw(env, problem);
  }
  hostcall_bridge handle = open();
  if (handle == 0) {
    snprintf(problem, sizeof problem, "%s could not open a bridge", name);
    return values_throw(env, problem);
  }
  bridge *bridge = create(env, library, dispatch, exchange);
  if (bridge == NULL) {
    library->api.close(handle);
    return values_throw(env, "the thread-safe function of a bridge could not be created");
  }
  bridge->handle = handle;
  if (library->api.queue_enable(handle, wake, bridge) != HOSTCALL_OK) {
    library->api.last_error(problem, sizeof problem);
    library->api.close(handle);
    finish(env, bridge);
    return values_throw(env, problem);
  }
  napi_add_env_cleanup_hook(env, close_at_end, bridge);
  napi_value result;
  if (napi_create_external(env, bridge, finalize_external, NULL, &result) != napi_ok) return NULL;
  bridge->uses++;
  return result;
}
