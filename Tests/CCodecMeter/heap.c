/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "heap.h"

#include "codec_meter.h"

#include <stdint.h>

// The bytes that this thread has allocated since counting began: those still live, their maximum, and the total.
static _Thread_local bool is_counting;
static _Thread_local int64_t live, peak, total;

void codec_meter_begin_heap(void) {
  live = peak = total = 0;
  is_counting = true;
}

void codec_meter_end_heap(void) { is_counting = false; }

size_t codec_meter_peak(void) { return (size_t)peak; }

size_t codec_meter_live(void) { return live < 0 ? 0 : (size_t)live; }

size_t codec_meter_total(void) { return (size_t)total; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(IS_SANITIZED)

#include <malloc.h>

bool codec_meter_counts_memory(void) { return true; }

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static void *added(void *memory) {
  if (is_counting && memory != NULL) {
    live += (int64_t)malloc_usable_size(memory);
    total += (int64_t)malloc_usable_size(memory);
    if (live > peak) peak = live;
  }
  return memory;
}

static void removed(void *memory) {
  if (is_counting && memory != NULL) live -= (int64_t)malloc_usable_size(memory);
}

void *malloc(size_t size) { return added(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return added(__libc_calloc(count, size)); }

void *realloc(void *memory, size_t size) {
  removed(memory);
  return added(__libc_realloc(memory, size));
}

void *aligned_alloc(size_t alignment, size_t size) { return added(__libc_memalign(alignment, size)); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = added(__libc_memalign(alignment, size));
  return *memory == NULL ? 12 : 0;
}

void free(void *memory) {
  removed(memory);
  __libc_free(memory);
}

#else

bool codec_meter_counts_memory(void) { return false; }

#endif
