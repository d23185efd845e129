/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The calls to the host that are not answered yet.
 *
 * The memory of an open call is used again for others and never given back to the system, so a handle whose call has
 * ended can be recognized: its token is not that of the call. */
#ifndef HOSTCALL_TYPED_OPEN_CALLS_H
#define HOSTCALL_TYPED_OPEN_CALLS_H

#include "callback.h"

/* What a handle refers to. */
struct hostcall_typed_target {
  const hostcall_api *api;
  hostcall_bridge bridge;
  uint64_t call_id;
  const hostcall_typed_method *method;
};

/* Opens a call, whose request is decoded into its arena. Returns a handle whose `open` is NULL if memory is lacking. */
hostcall_typed_call hostcall_typed_open(const struct hostcall_typed_target *target, hostcall_typed_arena arena);
/* Returns the handle of a call by its ID, or one whose `open` is NULL. */
hostcall_typed_call hostcall_typed_find(const hostcall_api *api, hostcall_bridge bridge, uint64_t call_id);
/* Copies the target of a call. Returns _UNKNOWN_CALL if it was answered. */
int32_t hostcall_typed_target_of(hostcall_typed_call call, struct hostcall_typed_target *target);
/* Takes a call away, with its arena: exactly one thread receives it. Returns _UNKNOWN_CALL otherwise. */
int32_t hostcall_typed_claim(hostcall_typed_call call, hostcall_typed_arena *arena);
/* Copies bytes into the arena of a call, with a NUL after them. */
int32_t hostcall_typed_keep(hostcall_typed_call call, const uint8_t *bytes, size_t length, hostcall_bytes *kept);

/* Returns how often the credit of a stream has changed. */
uint64_t hostcall_typed_credit_count(hostcall_typed_call stream);
/* Wakes the thread that waits for credit. */
void hostcall_typed_wake(hostcall_typed_call stream);
/* Waits until the credit has changed since `count`, or the stream was ended. */
void hostcall_typed_await_credit(hostcall_typed_call stream, uint64_t count);

#endif
