/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <stddef.h>

#include "bridge_platform.h"

// Entry points of Swift's runtime that are part of its ABI.

extern void *swift_task_getCurrent(void) __attribute__((swiftcall));
extern bool swift_task_isCancelled(void *task) __attribute__((swiftcall));
extern void *swift_task_localValueGet(const void *key) __attribute__((swiftcall));

bool hostcall_task_is_cancelled(void) {
  void *task = swift_task_getCurrent();
  return task != NULL && swift_task_isCancelled(task);
}

bool hostcall_task_has_local(const void *key) {
  return swift_task_localValueGet(key) != NULL;
}
