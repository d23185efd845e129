/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "profile_core_host.h"

/* Registers a host that answers the two calls of ProfileCore, at a bridge of the core with that table: for main.c, and
 * for `hostcall fixtures replay --register`. */
int32_t profile_host_register(const hostcall_api *api, hostcall_bridge bridge);
