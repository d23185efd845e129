/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* queries.h - what JavaScript asks about a bridge and its calls: native.ts documents each function. */
#ifndef HOSTCALL_NODE_QUERIES_H
#define HOSTCALL_NODE_QUERIES_H

#include "bridge.h"

napi_value queries_call_info(napi_env env, napi_callback_info info);
napi_value queries_metadata(napi_env env, napi_callback_info info);
napi_value queries_statistics(napi_env env, napi_callback_info info);
napi_value queries_describe(napi_env env, napi_callback_info info);
napi_value queries_last_error(napi_env env, napi_callback_info info);
napi_value queries_status_name(napi_env env, napi_callback_info info);

#endif
