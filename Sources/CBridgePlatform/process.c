/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // dladdr1
#endif
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#if defined(__linux__)
#include <link.h>
#endif

#include "bridge_platform.h"

// -- Memory -------------------------------------------------------------------------------------------

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

void hostcall_pages_unmap(void *pages, size_t size) { munmap(pages, size); }

// -- Fork ---------------------------------------------------------------------------------------------

static bool is_child;

static void mark_child(void) { __atomic_store_n(&is_child, true, __ATOMIC_RELAXED); }

static void install_watch(void) { pthread_atfork(NULL, NULL, mark_child); }

void hostcall_fork_watch(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_watch);
}

bool hostcall_fork_is_child(void) { return __atomic_load_n(&is_child, __ATOMIC_RELAXED); }

// -- The library --------------------------------------------------------------------------------------

void hostcall_library_pin(void) {
#if defined(__linux__) && defined(RTLD_NODELETE)
  Dl_info info;
  struct link_map *map = NULL;
  // By the loader's own name for the library: a relative path could be resolved in a different folder by now.
  if (dladdr1((void *)hostcall_library_pin, &info, (void **)&map, RTLD_DL_LINKMAP) == 0 || map == NULL) return;
  if (map->l_name == NULL || map->l_name[0] == '\0') return;  // the program itself
  dlopen(map->l_name, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#elif defined(RTLD_NODELETE)
  Dl_info info;
  if (dladdr((void *)hostcall_library_pin, &info) != 0) dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#endif
}

// -- Descriptors --------------------------------------------------------------------------------------

bool hostcall_descriptors_available(int count) {
  enum { most = 16 };
  int opened[most], found = 0, cancellation;
  // Opening a file is a cancellation point, and this thread, possibly a host's, holds a lock.
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  if (count > most) count = most;
  while (found < count) {
    int descriptor = open("/", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) break;
    opened[found++] = descriptor;
  }
  for (int i = 0; i < found; i++) close(opened[i]);
  pthread_setcancelstate(cancellation, NULL);
  return found == count;
}
