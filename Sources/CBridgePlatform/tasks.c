/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <stddef.h>

#include "bridge_platform.h"

// An entry point of Swift's runtime that is part of its ABI.
extern void *swift_task_localValueGet(const void *key) __attribute__((swiftcall));

bool hostcall_task_has_local(const void *key) {
  return swift_task_localValueGet(key) != NULL;
}
