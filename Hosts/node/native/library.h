/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* library.h - a loaded core and its functions. */
#ifndef HOSTCALL_NODE_LIBRARY_H
#define HOSTCALL_NODE_LIBRARY_H

#include "hostcall.h"

typedef struct library {
  void *handle;     /* of dlopen; never closed, since the threads of a core keep running */
  hostcall_api api; /* the functions that exist; others are NULL */
  char path[];      /* as it was loaded, for messages */
} library;

/* Loads a library and finds its functions. Returns NULL on failure, with a text in `problem`; otherwise the caller owns
 * the result, which may be freed while the library stays loaded. */
library *library_load(const char *path, char *problem, size_t problem_size);

/* Returns the library's own function that opens a bridge; NULL if it has none of that name. */
hostcall_bridge (*library_open_function(const library *library, const char *name))(void);

#endif
