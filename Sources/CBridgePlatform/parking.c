/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "bridge_platform.h"

int64_t hostcall_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct timespec timespec_of(int64_t nanoseconds) {
  struct timespec time = {.tv_sec = (time_t)(nanoseconds / 1000000000), .tv_nsec = (long)(nanoseconds % 1000000000)};
  return time;
}

// The lowest bits of a state; the others count the sleeps.
//
//     running ──prepare──► parked ──a waker──► waking ──the sleeper──► running
//
// The waker that finds `parked` wakes the sleeper. A waker that finds `waking` wakes it again, unless it has already
// done so during this sleep: the thread that claimed the sleeper may have been suspended before its wake.
enum { running, parked, waking, phases = 3, one_sleep = 4 };

struct hostcall_parker {
  uint32_t state;
  hostcall_parker *next;  // in the free list
#if !defined(__linux__)
  pthread_mutex_t mutex;
  pthread_cond_t woken;
#endif
};

// -- The free list ----------------------------------------------------------------------------------

static pthread_mutex_t free_lock = PTHREAD_MUTEX_INITIALIZER;
static hostcall_parker *free_parkers;

static hostcall_parker *parker_create(void) {
  hostcall_parker *parker = calloc(1, sizeof *parker);
#if !defined(__linux__)
  if (parker == NULL) return NULL;
  pthread_mutex_init(&parker->mutex, NULL);
  pthread_cond_init(&parker->woken, NULL);
#endif
  return parker;
}

hostcall_parker *hostcall_parker_none(void) {
#if defined(__linux__)
  static hostcall_parker none;
#else
  static hostcall_parker none = {.mutex = PTHREAD_MUTEX_INITIALIZER, .woken = PTHREAD_COND_INITIALIZER};
#endif
  return &none;
}

hostcall_parker *hostcall_parker_acquire(void) {
  // In a forked child, the lock may be held forever.
  if (hostcall_fork_is_child()) return hostcall_parker_none();
  pthread_mutex_lock(&free_lock);
  hostcall_parker *parker = free_parkers;
  if (parker != NULL) free_parkers = parker->next;
  pthread_mutex_unlock(&free_lock);
  if (parker == NULL) parker = parker_create();
  return parker != NULL ? parker : hostcall_parker_none();
}

void hostcall_parker_release(hostcall_parker *parker) {
  if (parker == hostcall_parker_none() || hostcall_fork_is_child()) return;
  pthread_mutex_lock(&free_lock);
  parker->next = free_parkers;
  free_parkers = parker;
  pthread_mutex_unlock(&free_lock);
}

// -- The sleeper ------------------------------------------------------------------------------------

static uint32_t state_of(hostcall_parker *parker) { return __atomic_load_n(&parker->state, __ATOMIC_SEQ_CST); }

void hostcall_parker_prepare(hostcall_parker *parker) {
  uint32_t sleep = (state_of(parker) & ~(uint32_t)phases) + one_sleep;
  __atomic_store_n(&parker->state, sleep | parked, __ATOMIC_SEQ_CST);
}

void hostcall_parker_cancel(hostcall_parker *parker) {
  __atomic_store_n(&parker->state, state_of(parker) & ~(uint32_t)phases, __ATOMIC_SEQ_CST);
}

static bool is_parked(uint32_t state) { return (state & phases) == parked; }

static bool has_passed(int64_t deadline_ns) {
  return deadline_ns != INT64_MAX && hostcall_monotonic_ns() >= deadline_ns;
}

#if defined(__linux__)

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

// May return early. Uses the monotonic clock, which setting the system's time does not affect.
static void sleep_until(hostcall_parker *parker, uint32_t state, int64_t deadline_ns) {
  struct timespec deadline = timespec_of(deadline_ns);
  syscall(SYS_futex, &parker->state, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, state,
          deadline_ns == INT64_MAX ? NULL : &deadline, NULL, FUTEX_BITSET_MATCH_ANY);
}

void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns) {
  uint32_t state = state_of(parker);
  while (is_parked(state) && !has_passed(deadline_ns)) {
    sleep_until(parker, state, deadline_ns);
    state = state_of(parker);
  }
  hostcall_parker_cancel(parker);
}

static void end_sleep(hostcall_parker *parker) {
  syscall(SYS_futex, &parker->state, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
}

#else

// May return early. Waits for a relative time, since condition variables cannot use the monotonic clock here.
static void sleep_until(hostcall_parker *parker, int64_t deadline_ns) {
  if (deadline_ns == INT64_MAX) {
    pthread_cond_wait(&parker->woken, &parker->mutex);
    return;
  }
  int64_t left = deadline_ns - hostcall_monotonic_ns();
  struct timespec span = timespec_of(left > 0 ? left : 0);
  pthread_cond_timedwait_relative_np(&parker->woken, &parker->mutex, &span);
}

void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns) {
  pthread_mutex_lock(&parker->mutex);
  while (is_parked(state_of(parker)) && !has_passed(deadline_ns)) sleep_until(parker, deadline_ns);
  pthread_mutex_unlock(&parker->mutex);
  hostcall_parker_cancel(parker);
}

static void end_sleep(hostcall_parker *parker) {
  // With the mutex held: a signal between the sleeper's check and its sleep would be lost.
  pthread_mutex_lock(&parker->mutex);
  pthread_cond_signal(&parker->woken);
  pthread_mutex_unlock(&parker->mutex);
}

#endif

// -- The wakers -------------------------------------------------------------------------------------

// The latest sleeps that this thread has ended.
enum { remembered = 4 };
static _Thread_local struct {
  hostcall_parker *parker;
  uint32_t state;
} ended[remembered];

static bool remember(hostcall_parker *parker, uint32_t sleep) {
  size_t place = ((uintptr_t)parker / sizeof *parker) % remembered;
  if (ended[place].parker == parker && ended[place].state == sleep) return false;
  ended[place].parker = parker;
  ended[place].state = sleep;
  return true;
}

bool hostcall_parker_claim(hostcall_parker *parker) {
  uint32_t state = state_of(parker);
  if (!is_parked(state)) return false;
  uint32_t sleep = state & ~(uint32_t)phases;
  if (!__atomic_compare_exchange_n(&parker->state, &state, sleep | waking, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
    return false;
  }
  remember(parker, sleep);
  end_sleep(parker);
  return true;
}

void hostcall_parker_wake(hostcall_parker *parker) {
  if ((state_of(parker) & phases) == running || hostcall_parker_claim(parker)) return;
  uint32_t state = state_of(parker);
  if ((state & phases) == waking && remember(parker, state & ~(uint32_t)phases)) end_sleep(parker);
}
