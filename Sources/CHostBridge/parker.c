#include "hostcall_shim.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

int64_t hostcall_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct timespec timespec_of(int64_t nanoseconds) {
  struct timespec time = {.tv_sec = (time_t)(nanoseconds / 1000000000), .tv_nsec = (long)(nanoseconds % 1000000000)};
  return time;
}

#if defined(__linux__)

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { empty, permit, parked };

struct hostcall_parker {
  _Atomic uint32_t state;
};

hostcall_parker *hostcall_parker_create(void) { return calloc(1, sizeof(hostcall_parker)); }

void hostcall_parker_destroy(hostcall_parker *parker) { free(parker); }

// One sleep while the state is `parked`; it may end early, which the caller's loop allows for. The deadline is on the
// monotonic clock: a wall clock that is set must not shorten or lengthen a call.
static void sleep_until(hostcall_parker *parker, int64_t deadline_ns) {
  struct timespec deadline = timespec_of(deadline_ns);
  syscall(SYS_futex, &parker->state, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, parked,
          deadline_ns == INT64_MAX ? NULL : &deadline, NULL, FUTEX_BITSET_MATCH_ANY);
}

void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns) {
  uint32_t found = empty;
  if (atomic_compare_exchange_strong(&parker->state, &found, parked)) {
    while (atomic_load(&parker->state) == parked &&
           (deadline_ns == INT64_MAX || hostcall_monotonic_ns() < deadline_ns)) {
      sleep_until(parker, deadline_ns);
    }
  }
  atomic_exchange(&parker->state, empty);
}

void hostcall_parker_unpark(hostcall_parker *parker) {
  // The woken thread may destroy the parker as soon as the permit is there. To wake an address that is gone is no error:
  // whoever sleeps at it by then wakes early.
  if (atomic_exchange(&parker->state, permit) == parked) {
    syscall(SYS_futex, &parker->state, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  }
}

#else

#include <pthread.h>

struct hostcall_parker {
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  bool permit;
};

hostcall_parker *hostcall_parker_create(void) {
  hostcall_parker *parker = calloc(1, sizeof *parker);
  if (parker == NULL) return NULL;
  pthread_mutex_init(&parker->mutex, NULL);
  pthread_cond_init(&parker->wake, NULL);
  return parker;
}

void hostcall_parker_destroy(hostcall_parker *parker) {
  if (parker == NULL) return;
  pthread_cond_destroy(&parker->wake);
  pthread_mutex_destroy(&parker->mutex);
  free(parker);
}

// One wait of the condition; it may end early, which the caller's loop allows for. No condition there waits on the
// monotonic clock, but one waits for a span of time.
static void wait_until(hostcall_parker *parker, int64_t deadline_ns) {
  if (deadline_ns == INT64_MAX) {
    pthread_cond_wait(&parker->wake, &parker->mutex);
    return;
  }
  int64_t left = deadline_ns - hostcall_monotonic_ns();
  struct timespec span = timespec_of(left > 0 ? left : 0);
  pthread_cond_timedwait_relative_np(&parker->wake, &parker->mutex, &span);
}

void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns) {
  pthread_mutex_lock(&parker->mutex);
  while (!parker->permit && (deadline_ns == INT64_MAX || hostcall_monotonic_ns() < deadline_ns)) {
    wait_until(parker, deadline_ns);
  }
  parker->permit = false;
  pthread_mutex_unlock(&parker->mutex);
}

void hostcall_parker_unpark(hostcall_parker *parker) {
  pthread_mutex_lock(&parker->mutex);
  parker->permit = true;
  // Under the mutex: the woken thread may destroy the parker as soon as it has the permit.
  pthread_cond_signal(&parker->wake);
  pthread_mutex_unlock(&parker->mutex);
}

#endif
