/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // O_CLOEXEC
#endif
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "bridge_platform.h"

bool hostcall_descriptors_available(int count) {
  enum { most = 16 };
  int opened[most], found = 0, cancellation;
  // Opening a file is a cancellation point, and this thread, possibly a host's, holds a lock.
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  if (count > most) count = most;
  while (found < count) {
    int descriptor = open("/", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) break;
    opened[found++] = descriptor;
  }
  for (int i = 0; i < found; i++) close(opened[i]);
  pthread_setcancelstate(cancellation, NULL);
  return found == count;
}
