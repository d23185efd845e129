/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* What the functions that talk to a core share: messages of failures, and whether a callback is running. */
#ifndef HOSTCALL_TYPED_CALLBACK_H
#define HOSTCALL_TYPED_CALLBACK_H

#include "hostcall_typed.h"

/* Marks the beginning and the end of a callback on this thread. */
void hostcall_typed_enter_callback(void);
void hostcall_typed_leave_callback(void);
/* Fails with _INVALID_ARGUMENT if a callback is running on this thread. */
int32_t hostcall_typed_may_wait(void);

/* Has hostcall_typed_is_forked return true in children that are forked from now on. */
void hostcall_typed_watch_forks(void);
/* Returns whether this process is a forked child: it has no bridges, and locks and threads as they happened to be. */
bool hostcall_typed_is_forked(void);

/* Records a message for hostcall_typed_last_error, and returns `status`. */
int32_t hostcall_typed_refuse(int32_t status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Records a fault, and returns _INVALID_ARGUMENT. */
int32_t hostcall_typed_refuse_fault(const hostcall_typed_fault *fault, const char *call, const char *part);
/* Records the core's own message about a call unless `status` is HOSTCALL_OK, and returns `status`. */
int32_t hostcall_typed_status(const hostcall_api *api, const char *call, int32_t status);

/* Returns HOSTCALL_OK if the core has all functions that are used here, otherwise _ABI_MISMATCH. */
int32_t hostcall_typed_check_api(const hostcall_api *api);

/* Fills a result from an answer, which is decoded into its arena. */
void hostcall_typed_fill_result(hostcall_typed_result *result, const hostcall_typed_method *method, int32_t outcome,
                                const uint8_t *payload, size_t length);
/* Makes a result an error that this library has found. */
void hostcall_typed_fail_result(hostcall_typed_result *result, int32_t code, const char *message);
/* Returns the result of a call that could not be made, with the last error as its message. */
hostcall_typed_result hostcall_typed_unmade(int32_t status);

/* Converts options; `fingerprint` is the method's. */
hostcall_call_options hostcall_typed_convert(const hostcall_typed_options *options, uint64_t fingerprint);

#endif
