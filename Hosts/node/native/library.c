/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef RTLD_NODELETE
#define RTLD_NODELETE 0
#endif

/* The functions of minor version 2 that the add-on calls. */
#define FIND_FUNCTIONS   \
  FIND(status_name)      \
  FIND(last_error)       \
  FIND(register_handler) \
  FIND(unregister)       \
  FIND(complete)         \
  FIND(get_call_info)    \
  FIND(cancel)           \
  FIND(close)            \
  FIND(close_within)     \
  FIND(describe)         \
  FIND(fail_pending)     \
  FIND(call_with)        \
  FIND(next_metadata)    \
  FIND(get_statistics)   \
  FIND(queue_enable)     \
  FIND(next)             \
  FIND(register_stream)  \
  FIND(send)             \
  FIND(call_stream)      \
  FIND(grant)            \
  FIND(subscribe)        \
  FIND(unsubscribe)      \
  FIND(emit)

/* A function pointer may not be assigned from an object pointer, so its bytes are copied. */
static int find(void *handle, const char *name, void *function, size_t size) {
  void *symbol = dlsym(handle, name);
  memcpy(function, &symbol, size);
  return symbol != NULL;
}

static int find_functions(library *found, const char *path, char *problem, size_t problem_size) {
  uint32_t (*version)(void) = NULL;
  if (!find(found->handle, "hostcall_abi_version", &version, sizeof version)) {
    snprintf(problem, problem_size, "%s exports no hostcall_abi_version: it is not built on HostCall", path);
    return 0;
  }
  if (version() != HOSTCALL_ABI_VERSION) {
    snprintf(problem, problem_size, "%s has version %u of hostcall.h; expected version %u", path, (unsigned)version(),
             HOSTCALL_ABI_VERSION);
    return 0;
  }
  uint32_t (*minor)(void) = NULL;
  uint32_t number = find(found->handle, "hostcall_abi_minor", &minor, sizeof minor) ? minor() : 0;
  if (number < 2) {
    snprintf(problem, problem_size, "%s has minor version %u of hostcall.h; expected 2 or later", path,
             (unsigned)number);
    return 0;
  }
#define FIND(name)                                                                         \
  if (!find(found->handle, "hostcall_" #name, &found->api.name, sizeof found->api.name)) { \
    snprintf(problem, problem_size, "%s exports no hostcall_" #name, path);                \
    return 0;                                                                              \
  }
  FIND_FUNCTIONS
#undef FIND
  return 1;
}

library *library_load(const char *path, char *problem, size_t problem_size) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == NULL) {
    const char *reason = dlerror();
    if (reason == NULL) reason = "the library could not be loaded";
    if (strchr(path, '/') == NULL && access(path, F_OK) == 0) {
      snprintf(problem, problem_size, "%s: a name without a slash is searched for in the system's folders; pass ./%s",
               reason, path);
    } else {
      snprintf(problem, problem_size, "%s", reason);
    }
    return NULL;
  }
  size_t path_size = strlen(path) + 1;
  library *found = calloc(1, sizeof *found + path_size);
  if (found == NULL) {
    snprintf(problem, problem_size, "no memory");
    return NULL;
  }
  found->handle = handle;
  memcpy(found->path, path, path_size);
  if (!find_functions(found, path, problem, problem_size)) {
    free(found);
    return NULL;
  }
  return found;
}

hostcall_bridge (*library_open_function(const library *library, const char *name))(void) {
  hostcall_bridge (*function)(void) = NULL;
  find(library->handle, name, &function, sizeof function);
  return function;
}
