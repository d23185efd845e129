/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* calls.h - the functions of calls, streams and events, as JavaScript sees them: native.ts documents each. */
#ifndef HOSTCALL_NODE_CALLS_H
#define HOSTCALL_NODE_CALLS_H

#include "bridge.h"

napi_value calls_register(napi_env env, napi_callback_info info);
napi_value calls_unregister(napi_env env, napi_callback_info info);
napi_value calls_complete(napi_env env, napi_callback_info info);
napi_value calls_send(napi_env env, napi_callback_info info);
napi_value calls_call(napi_env env, napi_callback_info info);
napi_value calls_cancel(napi_env env, napi_callback_info info);
napi_value calls_grant(napi_env env, napi_callback_info info);
napi_value calls_subscribe(napi_env env, napi_callback_info info);
napi_value calls_unsubscribe(napi_env env, napi_callback_info info);
napi_value calls_emit(napi_env env, napi_callback_info info);

#endif
