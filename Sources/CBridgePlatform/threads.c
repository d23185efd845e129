/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // sched_getaffinity, pthread_setname_np
#endif
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bridge_platform.h"

// -- Starting a thread --------------------------------------------------------------------------------

struct start {
  void (*body)(void *context);
  void *context;
  char name[16];
};

static void set_name(const char *name) {
#if defined(__APPLE__)
  pthread_setname_np(name);
#else
  pthread_setname_np(pthread_self(), name);
#endif
}

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  set_name(start.name);
  // A callback may cancel its thread, which the bridge still needs.
  int ignored;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &ignored);
  start.body(start.context);
  return NULL;
}

bool hostcall_thread_start(const char *name, size_t stack_size, void (*body)(void *context), void *context) {
  struct start *start = malloc(sizeof *start);
  if (start == NULL) return false;
  *start = (struct start){.body = body, .context = context};
  strncpy(start->name, name, sizeof start->name - 1);

  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  if (stack_size != 0) pthread_attr_setstacksize(&attributes, stack_size);
  sigset_t blocked, before;
  sigfillset(&blocked);
  // Signals that the thread raises itself: crash reporters need its faults, and seccomp filters trap with SIGSYS.
  const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) sigdelset(&blocked, own[i]);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);  // the new thread inherits it
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error != 0) free(start);
  return error == 0;
}

void hostcall_thread_sleep_briefly(void) {
  struct timespec pause = {.tv_nsec = 1000000};
  int cancellation;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  nanosleep(&pause, NULL);
  pthread_setcancelstate(cancellation, NULL);
}

int hostcall_processor_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

// -- A lock -------------------------------------------------------------------------------------------

struct hostcall_lock {
  pthread_mutex_t mutex;
};

hostcall_lock *hostcall_lock_create(void) {
  hostcall_lock *lock = malloc(sizeof *lock);
  if (lock != NULL) pthread_mutex_init(&lock->mutex, NULL);
  return lock;
}

void hostcall_lock_destroy(hostcall_lock *lock) {
  pthread_mutex_destroy(&lock->mutex);
  free(lock);
}

void hostcall_lock_acquire(hostcall_lock *lock) { pthread_mutex_lock(&lock->mutex); }

void hostcall_lock_release(hostcall_lock *lock) { pthread_mutex_unlock(&lock->mutex); }
