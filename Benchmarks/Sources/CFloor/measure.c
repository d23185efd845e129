/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "floor.h"

int64_t floor_now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

size_t floor_resident(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  unsigned long pages = 0;
  if (fscanf(file, "%*u %lu", &pages) != 1) pages = 0;
  fclose(file);
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

size_t floor_threads(void) {
  FILE *file = fopen("/proc/self/status", "r");
  if (file == NULL) return 0;
  char line[128];
  size_t threads = 0;
  while (threads == 0 && fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "Threads: %zu", &threads) != 1) threads = 0;
  }
  fclose(file);
  return threads;
}

// -- Counting allocations --------------------------------------------------------------------------

static _Atomic uint64_t allocations;

uint64_t floor_allocations(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }

#if defined(__GLIBC__)

// These replace the C library's functions in the whole process. Freeing is not counted.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void count(void) { atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count();
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  count();
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? 12 : 0;
}

#endif

// -- Counting instructions -------------------------------------------------------------------------

#if defined(__has_include) && __has_include(<valgrind/callgrind.h>)

#include <valgrind/callgrind.h>

void floor_count_instructions(void) { CALLGRIND_START_INSTRUMENTATION; CALLGRIND_ZERO_STATS; }

bool floor_counted_instructions(const char *name) {
  CALLGRIND_DUMP_STATS_AT(name);
  CALLGRIND_STOP_INSTRUMENTATION;
  return RUNNING_ON_VALGRIND != 0;
}

#else

void floor_count_instructions(void) {}
bool floor_counted_instructions(const char *name) { return false; }

#endif
