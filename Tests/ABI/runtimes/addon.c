/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* An add-on for Node with a host in C: run() opens a bridge, logs in a user, and closes the bridge. The library is
 * linked, so Node unloads it with the add-on when the last worker that required it ends. */
#include <node_api.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "profile_core.h"

struct host {
  hostcall_bridge bridge;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  bool has_replied;
  int32_t outcome;
};

static void read_clock(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  const double seconds = 12.5;
  (void)request, (void)length;
  hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
}

static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  // {"name": "Ada", "tags": [], "balanceCents": 0}
  static const uint8_t ada[] = "\xa3\x64name\x63\x41\x64\x61\x64tags\x80\x6c\x62\x61lanceCents\x00";
  struct host *host = user_data;
  (void)request, (void)length;
  hostcall_complete(host->bridge, call_id, HOSTCALL_REPLY_OK, ada, sizeof ada - 1);
}

static void reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct host *host = user_data;
  (void)payload, (void)length;
  pthread_mutex_lock(&host->lock);
  host->outcome = outcome;
  host->has_replied = true;
  pthread_cond_signal(&host->changed);
  pthread_mutex_unlock(&host->lock);
}

/* Returns the status of the first function that fails, or the outcome. */
static int32_t log_in(void) {
  // {"userID": 7}
  static const uint8_t request[] = "\xa1\x66userID\x07";
  struct host host = {0, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, -1};
  host.bridge = profile_core_open();
  int32_t status = hostcall_register(host.bridge, "read_clock", read_clock, &host);
  if (status == HOSTCALL_OK) status = hostcall_register(host.bridge, "fetch_profile", fetch_profile, &host);
  if (status == HOSTCALL_OK) {
    status = hostcall_call(host.bridge, "log_in", request, sizeof request - 1, reply, &host, NULL);
  }
  if (status == HOSTCALL_OK) {
    pthread_mutex_lock(&host.lock);
    while (!host.has_replied) pthread_cond_wait(&host.changed, &host.lock);
    pthread_mutex_unlock(&host.lock);
    status = host.outcome;
  }
  int32_t closed = hostcall_close(host.bridge);
  return status == HOSTCALL_OK ? closed : status;
}

static napi_value run(napi_env env, napi_callback_info info) {
  napi_value result = NULL;
  (void)info;
  napi_create_int32(env, log_in(), &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, NULL, &function) == napi_ok) {
    napi_set_named_property(env, exports, "run", function);
  }
  return exports;
}
