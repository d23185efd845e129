/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* What both ways of reading a stream share. */
#ifndef HOSTCALL_TYPED_STREAMS_H
#define HOSTCALL_TYPED_STREAMS_H

#include "callback.h"

/* Returns how many items the core may send in advance. */
uint32_t hostcall_typed_buffer(const hostcall_typed_options *options);
/* Encodes a request, and opens a stream. */
int32_t hostcall_typed_call_stream(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                   const void *request, const hostcall_typed_options *options, hostcall_item_fn item,
                                   hostcall_reply_fn reply, void *user_data, uint64_t *call_id);
/* Makes a result the error that an item could not be decoded. */
void hostcall_typed_undecodable(hostcall_typed_result *result, const hostcall_typed_fault *fault);

#endif
