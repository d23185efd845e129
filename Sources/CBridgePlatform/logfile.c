/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // O_CLOEXEC, secure_getenv
#endif
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __ANDROID__
#include <sys/auxv.h>
#endif
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bridge_platform.h"

/* Opens without waiting, which a FIFO would, and never as one of the standard descriptors that the host has closed. */
static int open_above_standard(const char *path) {
  int descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
  if (descriptor < 0) return -errno;
  if (descriptor > STDERR_FILENO) return descriptor;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int error = errno;
  close(descriptor);
  return moved < 0 ? -error : moved;
}

int hostcall_log_open(const char *path, const void *header, size_t length) {
  int cancellation;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  int result = open_above_standard(path);
  struct stat status;
  if (result >= 0) {
    char start[64];
    ssize_t found = 0;
    int error = fstat(result, &status) != 0 ? errno : 0;
    if (error == 0 && !S_ISREG(status.st_mode) && !S_ISCHR(status.st_mode)) error = ESPIPE;
    if (error == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
      found = pread(result, start, length < sizeof start ? length : sizeof start, 0);
      if (found < 0) error = errno;
      // A shorter file is accepted: another process may be writing its header.
      if (error == 0 && memcmp(start, header, (size_t)found) != 0) error = EEXIST;
    }
    if (error != 0) {
      close(result);
      result = -error;
    }
  }
  pthread_setcancelstate(cancellation, NULL);
  return result;
}

void hostcall_log_close(int descriptor) {
  int cancellation;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  close(descriptor);
  pthread_setcancelstate(cancellation, NULL);
}

char *hostcall_resolved_path(const char *path) { return realpath(path, NULL); }

void hostcall_free(char *text) { free(text); }

int64_t hostcall_log_size(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || status.st_nlink == 0) return HOSTCALL_LOG_DELETED;
  return S_ISREG(status.st_mode) ? (int64_t)status.st_size : HOSTCALL_LOG_DEVICE;
}

/* Appends with one write; takes back what was written of it if the disk is full. */
static int append(int descriptor, const void *bytes, size_t length) {
  ssize_t written;
  do written = write(descriptor, bytes, length);
  while (written < 0 && errno == EINTR);
  if (written < 0) return errno;
  if ((size_t)written == length) return 0;
  struct stat status;
  off_t end = lseek(descriptor, 0, SEEK_CUR);
  // Unless another process has appended since.
  if (written > 0 && end >= written && fstat(descriptor, &status) == 0 && status.st_size == end) {
    if (ftruncate(descriptor, end - written) != 0) return EIO;
  }
  return ENOSPC;
}

int hostcall_log_append(int descriptor, const void *bytes, size_t length) {
  int cancellation;
  sigset_t blocked, before, pending;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  // Beyond the limit on the size of files, the system sends this thread SIGXFSZ, which would end the process.
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGXFSZ);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  int error = append(descriptor, bytes, length);
  if (error == EFBIG && sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ)) {
    int number;
    sigwait(&blocked, &number);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_setcancelstate(cancellation, NULL);
  return error;
}

void hostcall_log_rotate(int descriptor, const char *path, const char *previous) {
  struct stat ours, current;
  // Of the processes that append to the file, one renames it; its lock ends with its descriptor.
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) return;
  // Never a link, which may be that of the system to an open file, such as /dev/stderr.
  if (fstat(descriptor, &ours) != 0 || lstat(path, &current) != 0) return;
  if (ours.st_dev == current.st_dev && ours.st_ino == current.st_ino) rename(path, previous);
}

void hostcall_error_text(int error, char *text, size_t size) {
  switch (error) {
    case EEXIST: snprintf(text, size, "the file has another content than a log of calls"); return;
    case ESPIPE: case ENXIO: snprintf(text, size, "not a regular file"); return;
  }
#if defined(__GLIBC__)
  const char *found = strerror_r(error, text, size);
  if (found != text) snprintf(text, size, "%s", found);
#else
  if (strerror_r(error, text, size) != 0) snprintf(text, size, "error %d", error);
#endif
}

const char *hostcall_environment(const char *name) {
#if defined(__linux__) && !defined(__ANDROID__)
  return secure_getenv(name);
#elif defined(__ANDROID__)
  return getauxval(AT_SECURE) != 0 ? NULL : getenv(name);
#else
  return issetugid() ? NULL : getenv(name);
#endif
}

__attribute__((weak)) const void *hostcall_environment_interception(void) { return NULL; }

double hostcall_wall_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int64_t hostcall_process_id(void) { return getpid(); }
