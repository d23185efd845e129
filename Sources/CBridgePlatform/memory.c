/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // madvise, MAP_ANONYMOUS
#endif
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bridge_platform.h"

void *hostcall_pages_map(size_t size) {
  void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? NULL : pages;
}

bool hostcall_pages_clear(void *pages, size_t size) {
#if defined(__linux__)
  return madvise(pages, size, MADV_DONTNEED) == 0;
#else
  return mmap(pages, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
#endif
}

bool hostcall_memory_is_available(size_t size) {
  // Volatile, as a compiler leaves out memory that is given back unused.
  void *volatile memory = malloc(size);
  bool is_available = memory != NULL;
  free(memory);
  return is_available;
}

void *hostcall_memory_copy_aligned(const void *bytes, size_t size) {
  void *copy;
#if defined(__GLIBC__) && defined(__LP64__)
  // malloc aligns to 16 there, with less work.
  copy = malloc(size > 0 ? size : 1);
  if (copy == NULL) return NULL;
#else
  if (posix_memalign(&copy, 16, size > 0 ? size : 1) != 0) return NULL;
#endif
  if (size > 0) memcpy(copy, bytes, size);
  return copy;
}

void hostcall_pages_unmap(void *pages, size_t size) { munmap(pages, size); }
