/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef RTLD_NODELETE
#define RTLD_NODELETE 0
#endif

/* The functions of version 2 of the interface, each with its member of the table. */
#define FUNCTIONS(F)                    \
  F(status_name, status_name)           \
  F(last_error, last_error)             \
  F(register_handler, register_handler) \
  F(unregister, unregister)             \
  F(complete, complete)                 \
  F(get_call_info, get_call_info)       \
  F(cancel, cancel)                     \
  F(close, close)                       \
  F(close_within, close_within)         \
  F(describe, describe)                 \
  F(fail_pending, fail_pending)         \
  F(call_with, call_with)               \
  F(next_metadata, next_metadata)       \
  F(get_statistics, get_statistics)     \
  F(queue_enable, queue_enable)         \
  F(next, next)                         \
  F(message_done, message_done)         \
  F(register_stream, register_stream)   \
  F(send, send)                         \
  F(call_stream, call_stream)           \
  F(grant, grant)                       \
  F(subscribe, subscribe)               \
  F(unsubscribe, unsubscribe)           \
  F(emit, emit)

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
#define FIND(member, name)                                                                     \
  if (!find(found->handle, "hostcall_" #name, &found->api.member, sizeof found->api.member)) { \
    snprintf(problem, problem_size, "%s exports no hostcall_" #name, path);                    \
    return 0;                                                                                  \
  }
  FUNCTIONS(FIND)
#undef FIND
  return 1;
}

library *library_load(const char *path, char *problem, size_t problem_size) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == NULL) {
    const char *reason = dlerror();
    snprintf(problem, problem_size, "%s", reason != NULL ? reason : "the library could not be loaded");
    return NULL;
  }
  library *found = calloc(1, sizeof *found);
  if (found == NULL) {
    snprintf(problem, problem_size, "no memory");
    return NULL;
  }
  found->handle = handle;
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
