/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* bridge.h - a bridge of one environment, that is of the main thread or of a worker.
 *
 * The bridge has a queue, and only the environment's own thread takes messages from it:
 *
 *     a thread of the core                      the environment's thread
 *     wake ──► napi_call_threadsafe_function ──► drain ──► hostcall_next ──► dispatch() in JavaScript
 *
 * A message is passed in the bridge's exchange, memory that JavaScript sees as one ArrayBuffer: five numbers, an ID in
 * 64 bits, then the bytes. So a message of usual size creates no JavaScript object before it is decoded.
 *
 * The end of an environment closes the bridge in a clean-up hook, which takes the last messages, and runs before the
 * thread-safe function is gone, because hooks run in the reverse order. After hostcall_next has returned _CLOSED, no
 * `wake` runs. */
#ifndef HOSTCALL_NODE_BRIDGE_H
#define HOSTCALL_NODE_BRIDGE_H

#define NAPI_VERSION 8
#include <node_api.h>

#include "library.h"

/* The size of an exchange in bytes, and of the numbers at its beginning. */
#define EXCHANGE_SIZE 65536u
#define EXCHANGE_HEAD 64u

typedef struct bridge {
  const library *library;
  hostcall_bridge handle;
  hostcall_message message;        /* the one that is being dispatched */
  napi_threadsafe_function wakeup; /* calls drain */
  napi_env env;
  napi_ref dispatch; /* the function that receives messages, while the bridge is open */
  napi_ref exchange; /* the ArrayBuffer, while the bridge is open */
  uint8_t *memory;   /* the exchange's bytes */
  int is_closed;     /* hostcall_next has returned _CLOSED */
  int uses;          /* by the thread-safe function and by JavaScript; freed at 0 */
} bridge;

/* Opens a bridge, and gives it a queue. `dispatch` is called with no argument if the bytes are in the exchange, and
 * otherwise with a Buffer, or null if there is no memory for it. Returns an external value; throws if the bridge cannot
 * be opened. */
napi_value bridge_open(napi_env env, const library *library, const char *name, napi_value dispatch,
                       napi_value exchange);

#endif
