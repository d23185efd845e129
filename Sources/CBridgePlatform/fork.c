/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>

#include "bridge_platform.h"

static bool is_child;

static void mark_child(void) { __atomic_store_n(&is_child, true, __ATOMIC_RELAXED); }

static void install_watch(void) { pthread_atfork(NULL, NULL, mark_child); }

void hostcall_fork_watch(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_watch);
}

bool hostcall_fork_is_child(void) { return __atomic_load_n(&is_child, __ATOMIC_RELAXED); }
