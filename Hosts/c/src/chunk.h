/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The memory of an arena. */
#ifndef HOSTCALL_TYPED_CHUNK_H
#define HOSTCALL_TYPED_CHUNK_H

#include <stdalign.h>
#include <stddef.h>

/* The memory of a chunk follows it. */
struct hostcall_typed_chunk {
  struct hostcall_typed_chunk *next;
  size_t used, size;
  alignas(max_align_t) unsigned char memory[];
};

#endif
