/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // dladdr1
#endif
#include <dlfcn.h>
#if defined(__linux__)
#include <link.h>
#endif

#include "bridge_platform.h"

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
