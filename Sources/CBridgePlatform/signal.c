/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // O_CLOEXEC
#endif
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "bridge_platform.h"

// read, write and close are cancellation points, and this thread, possibly a host's, holds a lock.
#define UNCANCELLED(statement)                                 \
  do {                                                         \
    int cancellation;                                          \
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation); \
    statement;                                                 \
    pthread_setcancelstate(cancellation, NULL);                \
  } while (0)

#if defined(__linux__)

#include <sys/eventfd.h>

bool hostcall_signal_open(hostcall_signal *signal) {
  signal->reader = signal->writer = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return signal->reader >= 0;
}

typedef uint64_t mark;

void hostcall_signal_close(hostcall_signal signal) { UNCANCELLED(close(signal.reader)); }

#else

typedef uint8_t mark;

static bool prepare(int descriptor) {
  return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 && fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0;
}

bool hostcall_signal_open(hostcall_signal *signal) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  *signal = (hostcall_signal){.reader = ends[0], .writer = ends[1]};
  if (prepare(ends[0]) && prepare(ends[1])) return true;
  hostcall_signal_close(*signal);
  return false;
}

void hostcall_signal_close(hostcall_signal signal) {
  UNCANCELLED(close(signal.reader); close(signal.writer));
}

#endif

// Neither blocks. A signal interrupts them at most before they have begun.
void hostcall_signal_set(hostcall_signal signal) {
  const mark one = 1;
  UNCANCELLED(while (write(signal.writer, &one, sizeof one) < 0 && errno == EINTR) {});
}

void hostcall_signal_clear(hostcall_signal signal) {
  mark found;
  UNCANCELLED(while (read(signal.reader, &found, sizeof found) < 0 && errno == EINTR) {});
}
