/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>

#include "bridge_platform.h"

bool hostcall_fork_flag;

static void mark_child(void) { __atomic_store_n(&hostcall_fork_flag, true, __ATOMIC_RELAXED); }

static void install_watch(void) { pthread_atfork(NULL, NULL, mark_child); }

void hostcall_fork_watch(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_watch);
}
