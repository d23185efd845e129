/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* floor.h - the floor of a language's speed: ProfileCore's `log_in`, with the same payloads, answered by a thread in C
 * without Swift, without names, types, deadlines and checks. What remains is what the language's way into C and back
 * costs, and waking threads.
 *
 * The functions have the types of hostcall.h, so a host binds them as it binds those. */
#ifndef FLOOR_H
#define FLOOR_H

#include "hostcall.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The largest number of calls at once. */
#define FLOOR_MAXIMUM_CALLS 1024

/* Sets the functions that floor_log_in calls. Call it once, before the first floor_log_in. */
HOSTCALL_API void floor_register(hostcall_invoke_fn read_clock, hostcall_invoke_fn fetch_profile, void *user_data);

/* Answers a call of one of the two functions, from any thread, and copies the payload, of at most 256 bytes.
 *
 * Returns HOSTCALL_OK, _UNKNOWN_CALL, _RESOURCE_EXHAUSTED. */
HOSTCALL_API int32_t floor_complete(uint64_t call_id, const uint8_t *payload, size_t payload_len);

/* Copies the request, {"userID": uint} in CBOR, of at most 256 bytes, and returns. The thread in C then calls
 * `read_clock` with four bytes, `fetch_profile` with the request, and, when each has been answered, `reply` with
 * HOSTCALL_REPLY_OK and the greeting of Ada.
 *
 * Returns HOSTCALL_OK, _RESOURCE_EXHAUSTED. */
HOSTCALL_API int32_t floor_log_in(const uint8_t *request, size_t request_len, hostcall_reply_fn reply, void *user_data);

#ifdef __cplusplus
}
#endif

#endif /* FLOOR_H */
