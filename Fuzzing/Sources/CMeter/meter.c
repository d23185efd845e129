/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "meter.h"

#include <stdint.h>

#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>

static int64_t live, peak;

static void allocated(const volatile void *block, size_t size) {
  (void)block;
  live += (int64_t)size;
  if (live > peak) peak = live;
}

static void freed(const volatile void *block) {
  if (block) live -= (int64_t)__sanitizer_get_allocated_size((const void *)block);
}

void meter_install(void) { (void)__sanitizer_install_malloc_and_free_hooks(allocated, freed); }

void meter_begin(void) { live = peak = 0; }

size_t meter_peak(void) { return (size_t)peak; }

#else

void meter_install(void) {}

void meter_begin(void) {}

size_t meter_peak(void) { return 0; }

#endif
