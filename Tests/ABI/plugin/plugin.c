/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A part of a host that can be unloaded: a handler whose functions are all in here. It receives the library's functions
 * by name when it is loaded, like a plugin. */
#include <stdatomic.h>

#include "hostcall.h"

struct state { /* as in faults.c */
  hostcall_bridge bridge;
  atomic_int invoked, released;
};

static void invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct state *state = user_data;
  static const uint8_t message[] = "the plugin says no";
  (void)request, (void)length;
  state->invoked++;
  hostcall_complete(state->bridge, call_id, HOSTCALL_REPLY_ERROR, message, sizeof message - 1);
}

static void cancel(uint64_t call_id, void *user_data) { (void)call_id, (void)user_data; }

static void release(void *user_data) { ((struct state *)user_data)->released++; }

hostcall_handler plugin_handler(hostcall_bridge bridge, void *state);

hostcall_handler plugin_handler(hostcall_bridge bridge, void *state) {
  (void)bridge;
  return (hostcall_handler){sizeof(hostcall_handler), invoke, cancel, release, state, 0};
}
