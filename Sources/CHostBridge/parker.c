#include "hostcall_shim.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct hostcall_parker {
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  bool permit;
};

int64_t hostcall_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

hostcall_parker *hostcall_parker_create(void) {
  hostcall_parker *parker = calloc(1, sizeof *parker);
  if (parker == NULL) return NULL;
  pthread_mutex_init(&parker->mutex, NULL);
#if defined(__APPLE__)
  pthread_cond_init(&parker->wake, NULL);
#else
  // Deadlines are on the monotonic clock: a wall clock that is set must not shorten or lengthen a call.
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&parker->wake, &attributes);
  pthread_condattr_destroy(&attributes);
#endif
  return parker;
}

void hostcall_parker_destroy(hostcall_parker *parker) {
  if (parker == NULL) return;
  pthread_cond_destroy(&parker->wake);
  pthread_mutex_destroy(&parker->mutex);
  free(parker);
}

static struct timespec timespec_of(int64_t nanoseconds) {
  struct timespec time = {.tv_sec = (time_t)(nanoseconds / 1000000000), .tv_nsec = (long)(nanoseconds % 1000000000)};
  return time;
}

// One wait of the condition; it may end early, which the caller's loop allows for.
static void wait_until(hostcall_parker *parker, int64_t deadline_ns) {
  if (deadline_ns == INT64_MAX) {
    pthread_cond_wait(&parker->wake, &parker->mutex);
    return;
  }
#if defined(__APPLE__)
  // No condition there waits on the monotonic clock, but one waits for a span of time.
  int64_t left = deadline_ns - hostcall_monotonic_ns();
  struct timespec span = timespec_of(left > 0 ? left : 0);
  pthread_cond_timedwait_relative_np(&parker->wake, &parker->mutex, &span);
#else
  struct timespec deadline = timespec_of(deadline_ns > 0 ? deadline_ns : 0);
  pthread_cond_timedwait(&parker->wake, &parker->mutex, &deadline);
#endif
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
